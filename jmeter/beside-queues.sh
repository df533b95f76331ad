#!/usr/bin/env bash
# Measures the queue of Selaras beside an empty JAX-RS call on the same server (the ceiling), Redis
# over HTTP (webdis, the limit of what is on Redis) and ElasticMQ (the SQS protocol on the JVM, its
# messages on disk), one after the other, the same load from the same clients. The table is on stdout.
#
# Selaras is asked at one node of three; the others share the machine with it. The empty call is one of
# the same node, and webdis asks the same Redis (append-only file, appendfsync everysec).
set -euo pipefail

usage() {
  cat <<EOF
usage: jmeter/beside-queues.sh >table.md
needs wrk, webdis (Debian: apt install wrk webdis), curl, mvn, a JDK >= 21, and what payara/cluster.sh needs
environment (default)
  QUICK=1     three minutes instead of fifteen, to see that it works; the figures mean little
  SECONDS_EACH (8)  of each load
  VERBS ('produce consume produce10 consume10'); a consume needs the produce of its kind before it
  HTTP_PORT (8101)  RAFT_PORT (9101)  REDIS_PORT (6399)  OTHER_PORT (8191): the first of each
EOF
}

. "$(dirname "${BASH_SOURCE[0]}")/beside.sh"
OTHER_PORT=${OTHER_PORT:-8191}
if [ -z "${QUICK:-}" ]; then MEASURE=${SECONDS_EACH:-8} WARM_UPS=12 WAKES=300; else MEASURE=2 WARM_UPS=2 WAKES=20; fi
VERBS=${VERBS:-produce consume produce10 consume10} CONNECTIONS='50 1'
export QUEUE_DEPTH_MAX=10000000 QUEUE_IN_FLIGHT_MAX=10000000

# --- the systems: up, down, url -----------------------------------------------------------------------

other_url() { echo "http://127.0.0.1:$OTHER_PORT"; }

launch() { # NAME COMMAND...: in the background; ends when its port answers
  local log=$HOME_DIR/$1.log name=$1 tries=600
  shift
  "$@" >"$log" 2>&1 &
  OTHER=$!
  disown $OTHER
  until curl -s -m 2 -o /dev/null "$(other_url)/"; do
    kill -0 $OTHER 2>/dev/null || fail "$name ended: $(tail -1 "$log")"
    ((tries-- > 0)) || fail "$name does not answer"
    sleep 0.1
  done
}
end_other() { [ -z "${OTHER:-}" ] || kill -9 "$OTHER" 2>/dev/null || true; OTHER=''; }

webdis_up() {                    # before the Redis of Selaras, whose nodes stand by idle
  cat >"$HOME_DIR/webdis.json" <<EOF
{"redis_host": "127.0.0.1", "redis_port": $REDIS_PORT, "http_host": "127.0.0.1", "http_port": $OTHER_PORT,
 "threads": 2, "pool_size": 10, "daemonize": false, "verbosity": 0, "logfile": "$HOME_DIR/webdis.out"}
EOF
  launch webdis webdis "$HOME_DIR/webdis.json"
}
webdis_down() { end_other; }
webdis_url() { other_url; }

empty_url() { selaras_url "$1"; }

elasticmq_up() {
  local dir=$HOME_DIR/elasticmq
  mkdir -p "$dir"
  mvn -q -f "$HERE/elasticmq/pom.xml" dependency:build-classpath "-Dmdep.outputFile=$dir/classpath" >&2
  cat >"$dir/elasticmq.conf" <<EOF
include classpath("application.conf")
rest-sqs { bind-hostname = "127.0.0.1", bind-port = $OTHER_PORT }
rest-stats.enabled = false
queues { load {}, wake {} }
queues-storage { enabled = true, path = "$dir/queues.conf" }
messages-storage { enabled = true, driver-class-name = "org.h2.Driver", uri = "jdbc:h2:$dir/messages" }
messages-storage { username = "sa", password = "" }
EOF
  # the heap of three nodes of Selaras
  launch elasticmq "$JAVA" -Xmx1536m "-Dconfig.file=$dir/elasticmq.conf" -cp "$(cat "$dir/classpath")" \
    org.elasticmq.server.Main
}
elasticmq_down() { end_other; }
elasticmq_url() { other_url; }

# --- what is measured ---------------------------------------------------------------------------------

# Of another system one call in a hundred may fail: that is told, and does not end the run.
calls() { # SYSTEM VERB CONNECTIONS SECONDS: calls/s, p50 ms, p99 ms
  case $1 in empty | selaras) ;; *) local MAY_FAIL=1 ;; esac
  load "$HERE/beside-queues.lua" "$("$1_url" 1)" "$3" "$4" "$1" "$2"
}

# Each verb is warmed up, then measured. What was produced is there to be consumed after it: at most
# as many calls of two a message, so that no consumer finds the queue empty.
throughput() { # SYSTEM
  local verb c
  for verb in $VERBS; do
    case $verb in consume*) fill "$1" "${verb/consume/produce}" ;; esac
    warm_up $MEASURE $WARM_UPS "$1: $verb" calls "$1" "$verb" 50 $MEASURE
    for c in $CONNECTIONS; do
      say "$1: $verb, connections: $c"
      calls "$1" "$verb" "$c" $MEASURE >"$RESULTS/$1-$verb-$c"
    done
  done
}

# As long again as all of the consuming will take at most, at the rate of producing.
fill() { # SYSTEM VERB
  [ "$1" = empty ] || calls "$1" "$2" 50 $((MEASURE * (WARM_UPS + 2) / 2)) >/dev/null
}

wake_up() { # SYSTEM
  say "$1: wake-up"
  "$JAVA" "$HERE/BesideQueues.java" "$1" $WAKES "$("$1_url" 1)" "$("$1_url" 2)" >"$RESULTS/$1-wake"
}

measure() { # SYSTEM, which is up
  throughput "$1"
  [ "$1" = empty ] || wake_up "$1"
}

# --- the table ----------------------------------------------------------------------------------------

title() {
  case $1 in
    produce) echo 'produce' ;;
    consume) echo 'consume, then acknowledge' ;;
    produce10) echo 'produce 10 at once' ;;
    consume10) echo 'consume 10, then acknowledge 10' ;;
  esac
}

cell() { awk '{ printf "%.0f (%.1f, %.1f)", $1, $2, $3 }' "$RESULTS/$1"; }
share() { # VERB-CONNECTIONS: what part of the empty calls
  awk 'NR == 1 { mine = $1 } NR == 2 { printf "%.2f", mine / $1 }' "$RESULTS/selaras-$1" "$RESULTS/empty-$1"
}

table() {
  local verb c system
  echo "$(machine), ElasticMQ $(sed -n 's/.*<elasticmq.version>\(.*\)<.*/\1/p' "$HERE/elasticmq/pom.xml");" \
    "messages of 100 characters; calls/s, and in brackets p50 and p99 in ms."
  echo
  echo '| | empty call | webdis | ElasticMQ | Selaras | of the empty call |'
  echo '|---|---|---|---|---|---|'
  for verb in $VERBS; do
    for c in 1 50; do
      printf '| %s, connections: %s |' "$(title "$verb")" "$c"
      for system in empty webdis elasticmq selaras; do printf ' %s |' "$(cell $system-"$verb-$c")"; done
      printf ' %s |\n' "$(share "$verb-$c")"
    done
  done
  printf '| produced elsewhere until who waits has it: p50, p99 in ms | – |'
  for system in webdis elasticmq selaras; do
    printf ' %s |' "$(spread "$RESULTS/$system-wake" 99 | sed 's/^– | //; s/ | /, /')"
  done
  echo ' – |'
}

# --- the run ------------------------------------------------------------------------------------------

case ${1:-} in '') ;; -h | --help | help) usage; exit ;; *) usage >&2; exit 2 ;; esac
need webdis webdis
need mvn maven
prepare beside-queues webdis elasticmq selaras
with_empty_calls
say 'elasticmq: start'
elasticmq_up
measure elasticmq
elasticmq_down
say 'selaras: start'
selaras_up
measure empty
webdis_up
measure webdis
webdis_down
measure selaras
selaras_down
table
