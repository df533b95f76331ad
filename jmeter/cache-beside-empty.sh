#!/usr/bin/env bash
# Measures hits and misses of the cache beside an empty JAX-RS call of the same server, in one run: three
# nodes, of which one is asked, with a second application beside Selaras that answers a constant.
# In turn, so that what else the machine does hits all. The table is on stdout.
set -euo pipefail

usage() {
  cat <<EOF
usage: jmeter/cache-beside-empty.sh >table.md
needs wrk (Debian: apt install wrk), a JDK >= 21, and what payara/cluster.sh needs
environment (default)
  ROUNDS (3)        CONNECTIONS (50)    SECONDS_EACH (8)    WARM_UP (20) seconds of each call
  HTTP_PORT (8101)  RAFT_PORT (9101)    REDIS_PORT (6399): the first of each
EOF
}

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export HTTP_PORT=${HTTP_PORT:-8101} RAFT_PORT=${RAFT_PORT:-9101} REDIS_PORT=${REDIS_PORT:-6399}
ROUNDS=${ROUNDS:-3} CONNECTIONS=${CONNECTIONS:-50} EACH=${SECONDS_EACH:-8} WARM_UP=${WARM_UP:-20}
URL=http://127.0.0.1:$HTTP_PORT
HITS=50 MISSES=20000         # of a cache of 100 entries

say() { printf '%s\n' "$*" >&2; }
fail() { say "error: $*"; exit 1; }
cluster() { "$HERE/../payara/cluster.sh" "$@" >&2; }

calls() { # SECONDS VERB PREFIX KEYS: calls/s, p50 ms, p99 ms
  local figures
  figures=$(wrk -t1 "-c$CONNECTIONS" "-d$1" -s "$HERE/cache-read.lua" "$URL" -- "$2" "$3" "$4" | tail -1)
  case $figures in *' 0') echo "${figures% 0}" ;; *) fail "calls failed: $figures" ;; esac
}
empty() { calls "$1" get /empty/cache/ $HITS; }
hit() { calls "$1" get /cache/ $HITS; }
miss() { calls "$1" get /cache/ $MISSES; }

# The library that javac needs is in the unpacked server, so the nodes start once without the second
# application where nothing is unpacked yet.
build_empty() {
  local javac classes=$HOME_DIR/classes
  javac=$(dirname "$(ps -ww -o args= -p "$(cat "$SELARAS_HOME/node-1/pid")" | cut -d' ' -f1)")/javac
  mkdir -p "$classes/WEB-INF/classes"
  "$javac" --release 21 -cp "$SELARAS_HOME/app/runtime/jakarta.ws.rs-api.jar" \
    -d "$classes/WEB-INF/classes" "$HERE/EmptyCall.java"
  "${javac%javac}jar" cf "$HOME_DIR/empty.war" -C "$classes" .
}

mean() { awk '{ r += $1; a += $2; b += $3 } END { printf "%.0f | %.2f | %.2f", r / NR, a / NR, b / NR }' "$1"; }
rate() { awk '{ r += $1 } END { print r / NR }' "$1"; }
row() {
  printf '| %s | %s | %s |\n' "$1" "$(mean "$RESULTS/$2")" \
    "$(awk -v a="$(rate "$RESULTS/$2")" -v b="$(rate "$RESULTS/empty")" 'BEGIN { printf "%.2f", a / b }')"
}

take_back() {
  local status=$?
  trap - EXIT
  cluster clean || true
  rm -rf "$HOME_DIR"
  exit $status
}

case ${1:-} in '') ;; -h | --help | help) usage; exit ;; *) usage >&2; exit 2 ;; esac
command -v wrk >/dev/null || fail 'wrk is missing; Debian: apt install wrk'
mkdir -p "$HERE/../target"
HOME_DIR=$(mktemp -d "$HERE/../target/cache-beside-empty.XXXXXX")
export SELARAS_HOME=$HOME_DIR/selaras
RESULTS=$HOME_DIR/results
mkdir "$RESULTS"
trap take_back EXIT
trap 'exit 130' INT TERM

cluster up
build_empty
export ALSO_WAR=$HOME_DIR/empty.war
cluster restart
say 'warm-up'
calls 10 put /cache $MISSES >/dev/null
for what in empty hit miss; do $what "$WARM_UP" >/dev/null; done
for round in $(seq "$ROUNDS"); do
  for what in empty hit miss; do
    say "round $round of $ROUNDS: $what"
    [ $what != hit ] || hit 1 >/dev/null     # the misses before have thrown them out
    $what "$EACH" >>"$RESULTS/$what"
  done
done
echo "$(getconf _NPROCESSORS_ONLN) cores, $(uname -sm), connections: $CONNECTIONS; nodes, Redis and client on one machine."
echo
echo '| | calls/s | p50 ms | p99 ms | of the empty call |'
echo '|---|---|---|---|---|'
row 'empty JAX-RS call' empty
row 'GET /cache/{key}, hit' hit
row 'GET /cache/{key}, miss' miss
