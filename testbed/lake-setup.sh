# How a lake is installed, prepared and started. Sourced by `lake`, never run.
# shellcheck shell=bash disable=SC2154

REQUIREMENTS=$LAKE_BIN/catalogue/requirements.txt
SERVER=$(venv_path rucio "$REQUIREMENTS")
DB=$LAKE_HOME/rucio/rucio.db
PORTS=(RUCIO RUCIO_HTTPS FILES FILES_HTTPS FLAKY RUCIO_FLAKY FAULTS DEAD)
export LAKE_RUCIO_LOCK=$LAKE_HOME/rucio/write.lock

with_rucio() { # the catalogue's code, with Rucio
  RUCIO_CONFIG=${RUCIO_CONFIG:-$LAKE_HOME/rucio/rucio.cfg} PYTHONPATH=$LAKE_BIN "$SERVER/bin/python" -m catalogue "$@"
}
catalogue() { PYTHONPATH=$LAKE_BIN "$SERVER/bin/python" -m catalogue "$@"; }
opendata_files() { "$LAKE_BIN/opendata" path; }

check_sets() {
  local set
  for set in $1; do
    case $set in small | bytes | big) ;; *) die "there is no set '$set': small, bytes, big" ;; esac
  done
}

# ---------------------------------------------------------------- installation
do_install() {
  local data
  need curl curl
  need openssl openssl
  need nginx nginx-light
  need cksum coreutils
  mkdir -p "$LAKE_CACHE" || die "the cache $LAKE_CACHE cannot be written"
  "$LAKE_BIN/opendata" path >/dev/null &
  data=$!
  make_venv rucio "$REQUIREMENTS"
  wait "$data" || exit 1
  prepared small >/dev/null
}

prepared() { # prepared SETS: prints the path of a catalogue with these sets, made once
  local dir file previous part work name=base lock sets=" small ${1//,/ } "
  dir=$LAKE_CACHE/catalogues-$(cat "$LAKE_BIN"/catalogue/*.{py,txt} "$(opendata_files)/sums.json" | cksum | cut -d' ' -f1)
  mkdir -p "$dir"
  exec {lock}>"$dir.lock"
  flock "$lock"
  for part in base small bytes big; do
    case "$sets" in *" $part "*) name=$name-$part ;; *) [ "$part" = base ] || continue ;; esac
    previous=${file:-}
    file=$dir/$name.db
    [ ! -s "$file" ] || continue
    note "preparing the catalogue $name"
    work=$dir/work
    rm -rf "$work"
    mkdir -p "$work"
    rucio_config >"$work/rucio.cfg"
    [ -z "$previous" ] || cp --reflink=auto "$previous" "$work/rucio.db"
    (
      cd "$work" || exit 1
      export RUCIO_CONFIG=$work/rucio.cfg LAKE_RUCIO_LOCK=$work/lock
      if [ "$part" = base ]; then with_rucio base rucio.db; else with_rucio add rucio.db "$part" "$(opendata_files)"; fi
    ) >"$dir/$name.log" 2>&1 || { tail -n 20 "$dir/$name.log" >&2; die "the catalogue $name could not be prepared"; }
    [ ! -s "$work/rucio.db-wal" ] || die "the catalogue $name was not closed properly"
    mv "$work/rucio.db" "$file"
    rm -rf "$work"
  done
  touch "$dir"
  forget_old catalogues
  exec {lock}>&-
  printf '%s' "$file"
}

# ---------------------------------------------------------------- ports and certificates
load_ports() {
  local name
  . "$LAKE_HOME/ports"
  for name in "${PORTS[@]}"; do export "LAKE_${name}_PORT"; done
}

free_ports() { # free_ports COUNT [FIRST]: the first of so many neighbouring ports that nobody uses
  "$(find_python)" -S - "$@" <<'PY'
import random, socket, sys
count, fixed = int(sys.argv[1]), sys.argv[2:]
def free(port):
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as s:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                s.bind((host, port))
        except OSError as error:
            if family == socket.AF_INET or error.errno == 98:
                return False
    return True
# Below the range that the kernel takes outgoing ports from.
for first in map(int, fixed or random.sample(range(12000, 32000, 10), 200)):
    if all(map(free, range(first, first + count))):
        print(first)
        break
PY
}

choose_ports() { # keeps the ports of this lake, unless somebody else has taken one of them meanwhile
  local first kept='' i
  mkdir -p "$LAKE_HOME" "$LAKE_RUN" "$LAKE_LOG" || exit 1
  if [ -s "$LAKE_HOME/ports" ]; then
    load_ports
    kept=$LAKE_RUCIO_PORT
    if pid_of rucio >/dev/null || pid_of web >/dev/null || pid_of faults >/dev/null; then return 0; fi
  fi
  kept=${LAKE_PORT_BASE:-$kept}
  first=$(free_ports ${#PORTS[@]} ${kept:+"$kept"})
  if [ -z "$first" ]; then
    [ -z "${LAKE_PORT_BASE:-}" ] || die "one of the ports $kept to $((kept + ${#PORTS[@]} - 1)) is taken: choose another LAKE_PORT_BASE"
    note "one of the ports from $kept on is taken by now: choosing others"
    first=$(free_ports ${#PORTS[@]})
  fi
  for i in "${!PORTS[@]}"; do echo "LAKE_${PORTS[i]}_PORT=$((first + i))"; done >"$LAKE_HOME/ports"
  load_ports
}

make_certificates() { # a throw-away authority and a certificate for this machine
  local d=$LAKE_HOME/tls key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
  [ ! -s "$d/host.pem" ] || return 0
  mkdir -p "$d"
  (
    cd "$d" &&
      openssl req -x509 "${key[@]}" -days 3650 -subj '/O=Lakeside testbed/CN=Throw-away authority' -keyout ca.key -out ca.pem \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign &&
      openssl req "${key[@]}" -subj '/O=Lakeside testbed/CN=localhost' -keyout host.key -out host.csr &&
      printf 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n' >host.ext &&
      openssl x509 -req -in host.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -extfile host.ext -out host.new &&
      chmod 600 ca.key host.key && mv host.new host.pem
  ) >"$LAKE_LOG/tls.log" 2>&1 || { tail -n 5 "$LAKE_LOG/tls.log" >&2; die 'openssl could not make the certificates'; }
}

# ---------------------------------------------------------------- the catalogue of this lake
rucio_config() { # paths are relative: Rucio runs in the directory of its database, so LAKE_HOME may have any name
  cat <<'CNF'
[common]
loglevel = ERROR
[database]
default = sqlite:///rucio.db?timeout=60
pool_size = 20
max_overflow = 20
[bootstrap]
userpass_identity = root
userpass_pwd = secret
userpass_email = root@localhost
x509_identity =
gss_identity =
ssh_identity =
[policy]
permission = generic
schema = generic
lfn2pfn_algorithm_default = hash
[opendata]
rse_expression = OPEN|SITE-A
[cache]
; nobody there: without this a memcached on the default port would mix up the catalogues of several lakes
url = 127.0.0.1:1
CNF
}

prepare() { # prepare SETS: a catalogue and files that fit this lake's addresses
  local r=$LAKE_HOME/rucio template where set
  mkdir -p "$r" "$LAKE_HOME/storage"
  pid_of rucio >/dev/null && return 0
  { rucio_config; [ ! -s "$r/more.cfg" ] || cat "$r/more.cfg"; } >"$r/rucio.cfg" # the grid adds to it
  template=$(prepared "$1") || exit 1
  # What the catalogue says and what the storages hold belong together: newer seeds mean a fresh catalogue.
  if [ ! -s "$DB" ] || [ "$(cat "$r/seeds" 2>/dev/null)" != "$(dirname "$template")" ]; then
    cp --reflink=auto "$template" "$r/pristine.db"
    rm -f "$DB" "$DB-wal" "$DB-shm" "$r/placed"
    dirname "$template" >"$r/seeds"
  fi
  where="$LAKE_HOME $(cat "$LAKE_HOME/ports")"
  if [ "$(cat "$r/placed" 2>/dev/null)" != "$where" ]; then
    catalogue place "$r/pristine.db" || exit 1
    if [ -s "$DB" ]; then catalogue place "$DB" || exit 1; else cp --reflink=auto "$r/pristine.db" "$DB"; fi
    for set in $(catalogue sets "$DB"); do catalogue lay "$set" "$(opendata_files)" || exit 1; done
    printf '%s' "$where" >"$r/placed"
  fi
}

# ---------------------------------------------------------------- servers
web_config() { # nginx: the storages, on http and https, and Rucio's https front. Paths are relative to LAKE_HOME.
  local ipv6=''
  if "$(find_python)" -S -c 'import socket; socket.socket(socket.AF_INET6).bind(("::1", 0))' 2>/dev/null; then ipv6=1; fi
  listen() { # listen PORT [OPTIONS]
    printf '    listen 127.0.0.1:%s %s;\n' "$1" "${2:-}"
    [ -z "$ipv6" ] || printf '    listen [::1]:%s %s;\n' "$1" "${2:-}"
  }
  # As root the workers stay root: nobody else could read below a directory that is closed to others. Loopback only.
  [ "$(id -u)" != 0 ] || echo 'user root root;'
  cat <<CNF
worker_processes 2;
error_log stderr warn;
pid run/nginx.pid;
daemon off;
events { worker_connections 1024; }
http {
  default_type application/octet-stream;
  types { text/plain txt md; text/csv csv; image/png png; application/json json ipynb; application/zip zip; }
  log_format lake '[\$time_iso8601] \$request_method \$request_uri \$status \$body_bytes_sent \$request_time "\$http_range"';
  access_log web/files.log lake;
  client_body_temp_path web/tmp/body;
  proxy_temp_path web/tmp/proxy;
  fastcgi_temp_path web/tmp/fastcgi;
  uwsgi_temp_path web/tmp/uwsgi;
  scgi_temp_path web/tmp/scgi;
  sendfile on;
  tcp_nopush on;
  keepalive_timeout 65;
  keepalive_requests 100000;
  ssl_certificate ../tls/host.pem;
  ssl_certificate_key ../tls/host.key;
  ssl_protocols TLSv1.2 TLSv1.3;
  server {
$(listen "$LAKE_FILES_PORT")
$(listen "$LAKE_FILES_HTTPS_PORT" ssl)
    root storage;
    autoindex on;
  }
  server {
$(listen "$LAKE_RUCIO_HTTPS_PORT" ssl)
    access_log off;
    location / {
      proxy_pass http://127.0.0.1:$LAKE_RUCIO_PORT;
      proxy_http_version 1.1;
      proxy_set_header Host \$http_host;
      proxy_set_header Connection '';
      proxy_buffering off;
      proxy_request_buffering off;
      proxy_read_timeout 600s;
    }
  }
}
CNF
}

start_web() {
  pid_of web >/dev/null && return 0
  mkdir -p "$LAKE_HOME/web/tmp"
  : >>"$LAKE_HOME/web/files.log"
  web_config >"$LAKE_HOME/web/nginx.conf"
  spawn web nginx -p "$LAKE_HOME" -c "$LAKE_HOME/web/nginx.conf" -e stderr
}

start_rucio() {
  local tmp=/dev/shm
  pid_of rucio >/dev/null && return 0
  [ -w "$tmp" ] || tmp=$LAKE_RUN
  (
    cd "$LAKE_HOME/rucio" || exit 1
    export RUCIO_CONFIG=$PWD/rucio.cfg PYTHONPATH=$LAKE_BIN
    spawn rucio "$SERVER/bin/python" -m gunicorn -w "${LAKE_RUCIO_WORKERS:-2}" --threads "${LAKE_RUCIO_THREADS:-8}" \
      -b "127.0.0.1:$LAKE_RUCIO_PORT" --preload --keep-alive 5 --timeout 300 --graceful-timeout 2 --worker-tmp-dir "$tmp" \
      --no-control-socket --log-level warning --access-logfile requests.log \
      --access-logformat '%(t)s %(m)s %(U)s?%(q)s %(s)s %(B)s %(L)s' catalogue.wsgi:application
  )
}

start_faults() {
  pid_of faults >/dev/null && return 0
  (
    export PYTHONPATH=$LAKE_BIN
    spawn faults "$(find_python)" -S -m relay "$LAKE_FAULTS_PORT" \
      "storage=$LAKE_FILES_PORT:$LAKE_FLAKY_PORT" "rucio=$LAKE_RUCIO_PORT:$LAKE_RUCIO_FLAKY_PORT"
  )
}

all_running() { pid_of rucio >/dev/null && pid_of web >/dev/null && pid_of faults >/dev/null; }

start_servers() {
  start_rucio
  start_web
  start_faults
  wait_port web "$LAKE_FILES_PORT" 10 && wait_port faults "$LAKE_FAULTS_PORT" 10 && wait_port rucio "$LAKE_RUCIO_PORT" 60 || exit 1
  curl -sSf -m 20 -o /dev/null "http://127.0.0.1:$LAKE_RUCIO_PORT/ping" || die "Rucio does not answer; its log is $LAKE_LOG/rucio.log"
}
