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
  ROUNDS (3)        CONNECTIONS (50)    SECONDS_EACH (8)
  HTTP_PORT (8101)  RAFT_PORT (9101)    REDIS_PORT (6399): the first of each
EOF
}

. "$(dirname "${BASH_SOURCE[0]}")/beside.sh"
ROUNDS=${ROUNDS:-3} CONNECTIONS=${CONNECTIONS:-50} EACH=${SECONDS_EACH:-8} WARM_UPS=12
HITS=50 MISSES=5000          # of a cache of 100 entries

calls() { # SECONDS VERB PREFIX KEYS: calls/s, p50 ms, p99 ms
  load "$HERE/cache-read.lua" "$(selaras_url 1)" "$CONNECTIONS" "$1" "$2" "$3" "$4"
}
empty() { calls "$1" get /empty/cache/ $HITS; }
hit() { calls "$1" get /cache/ $HITS; }
miss() { calls "$1" get /cache/ $MISSES; }

rate() { awk '{ r += $1 } END { print r / NR }' "$1"; }
row() {
  printf '| %s | %s | %s |\n' "$1" "$(mean "$RESULTS/$2")" \
    "$(awk -v a="$(rate "$RESULTS/$2")" -v b="$(rate "$RESULTS/empty")" 'BEGIN { printf "%.2f", a / b }')"
}

case ${1:-} in '') ;; -h | --help | help) usage; exit ;; *) usage >&2; exit 2 ;; esac
prepare cache-beside-empty selaras
with_empty_calls
selaras_up
say 'warm-up'
# long enough to come round, since wrk makes its first request without sending it
calls 20 put /cache $MISSES >/dev/null
for what in empty hit miss; do warm_up "$EACH" $WARM_UPS $what $what "$EACH"; done
for round in $(seq "$ROUNDS"); do
  for what in empty hit miss; do
    say "round $round of $ROUNDS: $what"
    [ $what != hit ] || hit 1 >/dev/null     # the misses before have thrown them out
    $what "$EACH" >>"$RESULTS/$what"
  done
done
echo "$(machine), connections: $CONNECTIONS; nodes, Redis and client on one machine."
echo
echo '| | calls/s | p50 ms | p99 ms | of the empty call |'
echo '|---|---|---|---|---|'
row 'empty JAX-RS call' empty
row 'GET /cache/{key}, hit' hit
row 'GET /cache/{key}, miss' miss
