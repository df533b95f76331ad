# shellcheck shell=bash
# What the comparisons share; each sources it after its usage(). A system NAME has the functions
# NAME_up, NAME_down and NAME_url N. Everything runs on 127.0.0.1, under a new directory of target/
# which is removed at the end, also when interrupted.
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export HTTP_PORT=${HTTP_PORT:-8101} RAFT_PORT=${RAFT_PORT:-9101} REDIS_PORT=${REDIS_PORT:-6399}

say() { printf '%s\n' "$*" >&2; }
fail() { say "error: $*"; exit 1; }
post() { curl -s -m 5 "$1" -d "$2" || true; }
need() { # COMMAND, PACKAGE of Debian
  command -v "$1" >/dev/null || fail "$1 is missing; Debian: apt install $2"
}

# --- this system ------------------------------------------------------------------------------------

selaras() { "$HERE/../payara/cluster.sh" "$@" >&2; }
selaras_up() { selaras up; }
selaras_down() { [ ! -d "$SELARAS_HOME" ] || selaras clean; }
selaras_url() { echo "http://127.0.0.1:$((HTTP_PORT + $1 - 1))"; }
selaras_pid() { cat "$SELARAS_HOME/node-$1/pid"; }

# A second application on each node, at /empty, of which each call does nothing: the ceiling.
with_empty_calls() {
  local dir=$HOME_DIR/empty payara=$HERE/../target/run/payara-micro.jar api=MICRO-INF/runtime/jakarta.ws.rs-api.jar
  [ -e "$payara" ] || fail 'build first: mvn -DskipTests package'
  mkdir -p "$dir/war/WEB-INF/classes"
  (cd "$dir" && "$JAVA_HOME/bin/jar" xf "$(realpath "$payara")" $api)
  "$JAVA_HOME/bin/javac" -d "$dir/war/WEB-INF/classes" -cp "$dir/$api" "$HERE/EmptyCall.java"
  "$JAVA_HOME/bin/jar" cf "$HOME_DIR/empty.war" -C "$dir/war" .
  export ALSO_WAR=$HOME_DIR/empty.war
}

# --- load -------------------------------------------------------------------------------------------

# Of a hundred calls MAY_FAIL (0) may fail.
load() { # SCRIPT URL CONNECTIONS SECONDS ARGUMENT...: calls/s, p50 ms, p99 ms
  local script=$1 url=$2 connections=$3 seconds=$4 figures failed
  shift 4
  sleep 1       # so that calls of the load before are over
  figures=$(wrk -t1 "-c$connections" "-d$seconds" -s "$script" "$url" -- "$@" | tail -1)
  failed=${figures##* }
  [ "$failed" = 0 ] || say "$url: calls failed: $figures"
  [ $((failed * 100)) -le $((${figures%% *} * seconds * ${MAY_FAIL:-0})) ] || fail 'these were too many'
  echo "${figures% *}"
}

# Repeats a load until three passes in a row were no more than a twentieth faster than the best one. A
# JVM compiles while it is loaded, each for itself; every system gets the same treatment.
warm_up() { # SECONDS of a pass, PASSES at most, NAME, COMMAND... as load
  local seconds=$1 passes=$2 name=$3 best=0 calm=0 count=0 rate
  shift 3
  while [ $calm -lt 3 ] && [ $count -lt "$passes" ]; do
    rate=$("$@" | cut -d' ' -f1)
    if [ $((rate * 20)) -gt $((best * 21)) ]; then calm=0; else calm=$((calm + 1)); fi
    if [ "$rate" -gt $best ]; then best=$rate; fi
    count=$((count + 1))
  done
  say "$name: warm after $((count * seconds)) s of load, $best calls/s"
}

# --- figures ----------------------------------------------------------------------------------------

mean() { # of the passes: calls/s, p50, p99
  awk '{ r += $1; a += $2; b += $3 } END { printf "%.0f | %.1f | %.1f", r / NR, a / NR, b / NR }' "$1"
}

spread() { # FILE P: median, and the smallest time that P of 100 do not exceed
  sort -n "$1" | awk -v p="$2" '
    { time[NR] = $1 }
    function rank(p) { return time[int((NR * p + 99) / 100)] }
    END { printf "– | %.1f | %.1f", rank(50), rank(p) }'
}

machine() {
  echo "$(getconf _NPROCESSORS_ONLN) cores, $(uname -sm), $("$JAVA" --version | sed -n 2p)"
}

# --- the run ----------------------------------------------------------------------------------------

find_java() {
  local version
  for JAVA in "${JAVA_HOME:-}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    [ -x "$JAVA" ] || continue
    version=$("$JAVA" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
    if [ "${version:-0}" -ge 21 ]; then
      JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$JAVA")")")      # the nodes run on the same
      export JAVA_HOME
      return
    fi
  done
  fail 'no JDK >= 21 found; set JAVA_HOME'
}

prepare() { # NAME of the run, SYSTEM... to take down at the end
  local run=$1
  shift
  SYSTEMS=("$@")
  need wrk wrk
  need curl curl
  find_java
  mkdir -p "$HERE/../target"
  HOME_DIR=$(mktemp -d "$HERE/../target/$run.XXXXXX")     # on the disk of the project
  export SELARAS_HOME=$HOME_DIR/selaras
  RESULTS=$HOME_DIR/results
  mkdir "$RESULTS"
  trap take_back EXIT
  trap 'exit 130' INT TERM
}

take_back() {
  local status=$? system
  trap - EXIT
  for system in "${SYSTEMS[@]}"; do "${system}_down" || true; done
  rm -rf "$HOME_DIR"
  exit $status
}
