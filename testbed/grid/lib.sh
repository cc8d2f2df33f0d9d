# Shared by the scripts of the grid: where things are, ports, the user that the servers run as. Sourced, never run.
# shellcheck shell=bash disable=SC2034
#
# Environment (all optional):
#   GRID_NAME          which of this clone's grids     (default: grid)
#   GRID_HOME          state of one grid               (default: build/GRID_NAME in the repository; a directory below TMPDIR if the
#                                                       servers' user cannot get there or the path is too long for a socket)
#   GRID_PORT_BASE     first of the grid's ports       (default: free ones, chosen at the first 'up')
#   GRID_SERVICE_USER  user that the servers run as    (default: as root xrootd, else whoever calls)
#   GRID_PASSPHRASE    of encrypted keys and PKCS#12   (default: lake-secret)

GRID_BIN=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
GRID_TOP=$(dirname "$(dirname "$GRID_BIN")")
if [ -z "${GRID_SERVICE_USER:-}" ]; then
  if [ "$(id -u)" = 0 ]; then GRID_SERVICE_USER=xrootd; else GRID_SERVICE_USER=$(id -un); fi
fi

as_service() { # runs a command as the servers' user
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid="$GRID_SERVICE_USER" --regid="$(id -g "$GRID_SERVICE_USER")" --clear-groups -- "$@"
  else
    "$@"
  fi
}

default_home() { # XRootD refuses to be root, and Unix sockets have names of 107 characters at most
  local home=$GRID_TOP/build/${GRID_NAME:-grid}
  if [ ${#home} -gt 70 ] || [[ $home == *[[:space:]]* ]] || { id "$GRID_SERVICE_USER" >/dev/null 2>&1 && ! as_service test -x "$GRID_TOP"; }; then
    home=${TMPDIR:-/tmp}/lakeside-grid-$(id -u)-$(printf '%s' "$GRID_TOP" | cksum | cut -d' ' -f1)
    [ -z "${GRID_NAME:-}" ] || home=$home-${GRID_NAME//\//-}
  fi
  printf '%s' "$home"
}

GRID_HOME=${GRID_HOME:-$(default_home)}
case $GRID_HOME in /*) ;; *) GRID_HOME=$PWD/$GRID_HOME ;; esac
GRID_PASSPHRASE=${GRID_PASSPHRASE:-lake-secret}
export GRID_HOME GRID_SERVICE_USER GRID_PASSPHRASE

# The functions for processes are those of the lake; the grid has a directory of its own for them.
LAKE_HOME=$GRID_HOME
. "$(dirname "$GRID_BIN")/lib.sh"

GRID_CERTS=$GRID_HOME/grid-security/certificates
GRID_VOMSDIR=$GRID_HOME/grid-security/vomsdir
GRID_VOMSES=$GRID_HOME/grid-security/vomses
GRID_USERS=$GRID_HOME/users
GRID_HOSTS=$GRID_HOME/hosts
GRID_PROXIES=$GRID_HOME/proxies
GRID_LAKE=$GRID_HOME/lake
GRID_VOS=(escape.test other.test)
PORTS=(VOMS VOMS_OTHER A_ROOT A_HTTPS B_ROOT B_HTTPS OPEN_ROOT OPEN_HTTP OIDC RUCIO)

grid_prepare() {
  case $GRID_HOME in *[[:space:]]*) die 'GRID_HOME must not contain white space' ;; esac
  [ ${#GRID_HOME} -le 70 ] || die 'GRID_HOME is too long: Unix sockets below it must stay under 108 characters'
  mkdir -p "$GRID_HOME" "$LAKE_RUN" "$LAKE_LOG" "$GRID_PROXIES" || exit 1
  if [ "$(id -u)" = 0 ]; then
    id "$GRID_SERVICE_USER" >/dev/null 2>&1 || die "there is no user '$GRID_SERVICE_USER' for the servers: apt-get install xrootd-server makes it"
    chmod a+rx "$GRID_HOME"
    as_service test -x "$GRID_HOME" || die "user '$GRID_SERVICE_USER' cannot enter $GRID_HOME: choose a GRID_HOME below directories that everybody may enter"
  fi
}

give_to_service() {
  if [ "$(id -u)" = 0 ]; then chown -R "$GRID_SERVICE_USER:$(id -gn "$GRID_SERVICE_USER")" "$@"; fi
}

spawn_service() { # as spawn, but the process belongs to the servers' user
  local name=$1
  shift
  if [ "$(id -u)" = 0 ]; then
    spawn "$name" setpriv "--reuid=$GRID_SERVICE_USER" "--regid=$(id -g "$GRID_SERVICE_USER")" --clear-groups -- "$@"
  else
    spawn "$name" "$@"
  fi
}

# ---------------------------------------------------------------- ports
port_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

block_free() {
  local i
  for i in "${!PORTS[@]}"; do port_free $(($1 + i)) || return 1; done
}

load_ports() {
  [ -s "$GRID_HOME/ports" ] || die "there is no grid in $GRID_HOME: testbed/gridlake up"
  . "$GRID_HOME/ports"
  GRID_OIDC_ISSUER=https://localhost:${GRID_OIDC_PORT:-0}
  GRID_RUCIO_URL=https://localhost:${GRID_RUCIO_PORT:-0}
}

choose_ports() { # keeps the ports of this grid, unless it is down and somebody else has taken one of them
  local first='' i try
  if [ -s "$GRID_HOME/ports" ]; then
    load_ports
    first=$GRID_VOMS_PORT
    [ -n "${GRID_RUCIO_PORT:-}" ] || die "this grid was made by an older version: testbed/gridlake wipe"
    for i in mariadb voms voms-other xrd-a xrd-b xrd-open idp front; do if pid_of "$i" >/dev/null; then return 0; fi; done
    if [ "${GRID_PORT_BASE:-$first}" = "$first" ] && block_free "$first"; then return 0; fi
    note 'one of its ports is taken by now: choosing others'
  fi
  first=
  if [ -n "${GRID_PORT_BASE:-}" ]; then
    block_free "$GRID_PORT_BASE" || die "one of the ports $GRID_PORT_BASE to $((GRID_PORT_BASE + ${#PORTS[@]} - 1)) is taken: choose another GRID_PORT_BASE"
    first=$GRID_PORT_BASE
  fi
  for ((try = 0; try < 200 && ${#first} == 0; try++)); do # below the range that the kernel takes outgoing ports from
    first=$((12000 + RANDOM % 2000 * 10))
    block_free "$first" || first=
  done
  [ -n "$first" ] || die 'found no free ports between 12000 and 32000'
  for i in "${!PORTS[@]}"; do echo "GRID_${PORTS[i]}_PORT=$((first + i))"; done >"$GRID_HOME/ports"
  load_ports
}

dn_of() { openssl x509 -in "$1" -noout -subject -nameopt compat | sed 's/^subject=//'; }
issuer_of() { openssl x509 -in "$1" -noout -issuer -nameopt compat | sed 's/^issuer=//'; }
user_cert() { # user_cert NAME: prints the path
  [ -s "$GRID_USERS/$1/usercert.pem" ] || die "there is no user '$1': see $GRID_USERS"
  printf '%s' "$GRID_USERS/$1/usercert.pem"
}
