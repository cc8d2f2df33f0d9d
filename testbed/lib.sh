# Shared by the scripts of the testbed: where things are, and processes that are ended by pid. Sourced, never run.
# shellcheck shell=bash
#
# Environment (all optional):
#   LAKE_HOME       state of one lake                       (default: build/lake in the repository)
#   LAKE_CACHE      Python environments, prepared catalogues, synthetic data; shared by all lakes
#                                                           (default: ${XDG_CACHE_HOME:-~/.cache}/lakeside-testbed)
#   LAKE_PORT_BASE  first of the lake's ports               (default: free ones, chosen at the first 'up')
#   LAKE_PYTHON     Python 3.10 or newer with venv          (default: /usr/bin/python3, else python3)

set -u
umask 022

LAKE_BIN=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
LAKE_HOME=${LAKE_HOME:-$(dirname "$LAKE_BIN")/build/lake}
case $LAKE_HOME in /*) ;; *) LAKE_HOME=$PWD/$LAKE_HOME ;; esac
LAKE_CACHE=${LAKE_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/lakeside-testbed}
LAKE_RUN=$LAKE_HOME/run
LAKE_LOG=$LAKE_HOME/log
export LAKE_BIN LAKE_HOME LAKE_CACHE
export PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*"; }
note() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { note "$*"; exit 1; }
usage() { sed -n '2,/^\. /p' "$0" | sed '$d; s/^# \{0,1\}//' >&2; exit 2; }
now_ms() { date +%s%3N; }

need() { # need COMMAND DEBIAN-PACKAGE
  command -v "$1" >/dev/null 2>&1 || die "the command '$1' is missing: apt-get install $2"
}

# ---------------------------------------------------------------- Python
find_python() { # prints a Python that can make environments
  local candidate
  for candidate in ${LAKE_PYTHON:+"$LAKE_PYTHON"} /usr/bin/python3 python3; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; then
      printf '%s' "$candidate"
      return 0
    fi
  done
  die "there is no Python 3.10 or newer that makes environments: apt-get install python3-venv, or name one in LAKE_PYTHON"
}

venv_path() { # venv_path NAME REQUIREMENTS: prints where that environment is, or would be
  printf '%s/%s-%s' "$LAKE_CACHE" "$1" "$(cksum <"$2" | cut -d' ' -f1)"
}

make_venv() { # make_venv NAME REQUIREMENTS: makes the environment if it is not there
  local name=$1 requirements=$2 python dir lock
  dir=$(venv_path "$name" "$requirements")
  [ ! -e "$dir/.complete" ] || return 0
  python=$(find_python) || exit 1
  mkdir -p "$LAKE_CACHE"
  exec {lock}>"$dir.lock"
  flock "$lock"
  if [ ! -e "$dir/.complete" ]; then
    note "making the Python environment ${dir##*/}"
    rm -rf "$dir"
    "$python" -m venv "$dir" || die "no Python environment: apt-get install python3-venv, or name another Python in LAKE_PYTHON"
    "$dir/bin/python" -m pip install -q --no-input --disable-pip-version-check -r "$requirements" >"$dir/pip.log" 2>&1 || {
      tail -n 20 "$dir/pip.log" >&2
      die "pip could not install $requirements; the whole log is $dir/pip.log"
    }
    : >"$dir/.complete"
  fi
  exec {lock}>&-
}

forget_old() { # forget_old NAME: what the cache holds under that name and nobody made or used for two days
  find "$LAKE_CACHE" -maxdepth 1 -name "$1-*" -mmin +2880 -exec rm -rf {} +
}

# ---------------------------------------------------------------- processes
# A pid file holds "<pid> <kernel start time>": a recycled pid is never taken for ours, and nothing else is ever killed.
proc_start() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  stat=${stat##*) }
  # shellcheck disable=SC2086
  set -- $stat
  [ "$1" != Z ] || return 1
  printf '%s' "${20}"
}

pid_of() { # pid_of NAME: prints the pid if the process that we started is alive
  local pid start now
  [ -r "$LAKE_RUN/$1.pid" ] || return 1
  read -r pid start <"$LAKE_RUN/$1.pid" || true
  [ -n "${pid:-}" ] || return 1
  now=$(proc_start "$pid") || return 1
  [ "$now" = "${start:-}" ] || return 1
  printf '%s' "$pid"
}

close_inherited() { # a server outlives its caller, so it must not keep the caller's locks and pipes open
  local file
  for file in /proc/self/fd/*; do
    file=${file##*/}
    [ "$file" -le 2 ] || [ "$file" = 255 ] || eval "exec $file>&-" 2>/dev/null
  done
}

spawn() { # spawn NAME COMMAND...: detached, logs to LAKE_LOG/NAME.log. The command stays in the foreground and keeps its pid.
  local name=$1 pid
  shift
  (close_inherited; exec setsid "$@") </dev/null >>"$LAKE_LOG/$name.log" 2>&1 &
  pid=$!
  printf '%s %s\n' "$pid" "$(proc_start "$pid")" >"$LAKE_RUN/$name.pid"
  disown "$pid" 2>/dev/null || true
}

stop() { # stop NAME [SECONDS]: SIGTERM, after so many seconds SIGKILL
  local name=$1 grace=${2:-10} pid i
  if pid=$(pid_of "$name"); then
    kill -CONT "$pid" 2>/dev/null
    kill -TERM "$pid" 2>/dev/null
    for ((i = 0; i < grace * 20; i++)); do
      pid_of "$name" >/dev/null || break
      sleep 0.05
    done
    if pid=$(pid_of "$name"); then
      kill -KILL "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null # setsid: the group is the process and its children
      sleep 0.1
    fi
  fi
  rm -f "$LAKE_RUN/$name.pid"
}

wait_port() { # wait_port NAME PORT SECONDS: until something accepts there; fails early if NAME dies
  local name=$1 port=$2 limit=$3 i
  for ((i = 0; i < limit * 20; i++)); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return 0; fi
    pid_of "$name" >/dev/null || break
    sleep 0.05
  done
  note "$name does not listen on port $port; last lines of $LAKE_LOG/$name.log:"
  tail -n 15 "$LAKE_LOG/$name.log" >&2
  return 1
}

show_status() { # show_status NAME TEXT; returns 1 if it does not run
  local pid
  if pid=$(pid_of "$1"); then
    printf '%-8s running  pid %-8s %s\n' "$1" "$pid" "$2"
  else
    printf '%-8s stopped  %-12s %s\n' "$1" '' "$2"
    return 1
  fi
}
