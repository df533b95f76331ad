#!/usr/bin/env bash
# Measures the locks of Selaras beside those of etcd: three nodes of each on this machine, one after
# the other (etcd, Selaras, etcd), the same load from the same clients. The table is on stdout.
#
# etcd is asked through its JSON gateway, not by gRPC: Selaras is an HTTP/JSON API, and what is
# compared is what a caller gets with nothing but an HTTP client. The gateway is one more gRPC client
# inside etcd, a cost that a caller by gRPC does not have; that is not measured. The rest favours etcd:
# each connection has one lease for the whole run, granted before the clock starts, and nothing
# renews it; a caller without one needs two calls more for a lock. Its lock call was taken as it is;
# a transaction that creates a key has no queue, and was not clearly faster when tried in short runs.
# Both write their log with fsync, to the same disk.
set -euo pipefail

usage() {
  cat <<EOF
usage: jmeter/beside-etcd.sh >table.md
needs wrk, etcd (Debian: apt install wrk etcd-server), curl, a JDK >= 21, and what payara/cluster.sh needs
environment (default)
  QUICK=1     two minutes instead of fifteen, to see that it works; the figures mean little
  ROUNDS (5)  kills of the leader
  HTTP_PORT (8101)  RAFT_PORT (9101)  REDIS_PORT (6399)  ETCD_PORT (23791): the first of each
EOF
}

. "$(dirname "${BASH_SOURCE[0]}")/beside.sh"
ETCD_PORT=${ETCD_PORT:-23791}     # the members' own talk is ten ports on
if [ -z "${QUICK:-}" ]; then
  ROUNDS=${ROUNDS:-5} MEASURE=8 WARM_UPS=20 CHAINS=20
else
  ROUNDS=${ROUNDS:-1} MEASURE=2 WARM_UPS=2 CHAINS=2
fi
CALLERS=51                        # BesideEtcd: 50 waiters and a holder
NODES='1 2 3' CONNECTIONS='50 10 1'

# --- the two systems: up, down, url N, leads N, pid N, start N --------------------------------------

selaras_leads() {                 # the first role is the one of the node itself
  [[ $(curl -s -m 5 "$(selaras_url "$1")/status") =~ \"role\"\ *:\ *\"([a-z]*) ]] &&
    [ "${BASH_REMATCH[1]}" = leader ]
}
selaras_start() { selaras start "$1"; }

etcd_pids=()
etcd_up() {
  local n caller
  for n in $NODES; do etcd_launch "$n"; done
  for n in $NODES; do etcd_await "$n"; done
  for caller in $(seq $CALLERS); do
    post "$(etcd_url 1)/v3/lease/grant" "{\"ID\":$caller,\"TTL\":86400}" | grep -q '"ID"' ||
      fail 'etcd grants no lease'
  done
}
etcd_down() {
  [ ${#etcd_pids[@]} = 0 ] || kill -9 "${etcd_pids[@]}" 2>/dev/null || true   # their data goes too
  etcd_pids=()
  rm -rf "$HOME_DIR/etcd"         # the next one begins as empty
}
etcd_url() { echo "http://127.0.0.1:$((ETCD_PORT + $1 - 1))"; }
etcd_leads() {
  post "$(etcd_url "$1")/v3/maintenance/status" '{}' | grep -q '"member_id":"\([0-9]*\)".*"leader":"\1"'
}
etcd_pid() { echo "${etcd_pids[$1]}"; }
etcd_start() { etcd_launch "$1" && etcd_await "$1"; }
etcd_peer() { echo "http://127.0.0.1:$((ETCD_PORT + $1 + 9))"; }
etcd_launch() {
  local dir=$HOME_DIR/etcd/$1
  mkdir -p "$dir"
  etcd --name "$1" --data-dir "$dir/data" --logger zap --log-level error \
    --listen-client-urls "$(etcd_url "$1")" --advertise-client-urls "$(etcd_url "$1")" \
    --listen-peer-urls "$(etcd_peer "$1")" --initial-advertise-peer-urls "$(etcd_peer "$1")" \
    --initial-cluster "1=$(etcd_peer 1),2=$(etcd_peer 2),3=$(etcd_peer 3)" >"$dir/log" 2>&1 &
  etcd_pids[$1]=$!
  disown $!
}
etcd_await() {
  local tries=100
  until post "$(etcd_url "$1")/v3/maintenance/status" '{}' | grep -q '"leader":"[1-9]'; do
    kill -0 "${etcd_pids[$1]}" 2>/dev/null || fail "etcd ended: $(tail -1 "$HOME_DIR/etcd/$1/log")"
    ((tries-- > 0)) || fail 'etcd does not answer'
    sleep 0.1
  done
}

# --- what is measured, of the system named by the first word ----------------------------------------

leader() {
  local n tries=100
  while ((tries-- > 0)); do
    for n in $NODES; do if "$1_leads" "$n"; then echo "$n"; return; fi; done
    sleep 0.1
  done
  fail "$1 has no leader"
}

locks() { # SYSTEM NODE CONNECTIONS SECONDS: calls/s, p50 ms, p99 ms
  load "$HERE/beside-etcd.lua" "$("$1_url" "$2")" "$3" "$4" "$1" "$3"
}

throughput() {
  local where c lead node
  for where in leader follower; do
    for c in $CONNECTIONS; do
      lead=$(leader "$1") node=$lead
      [ $where = leader ] || node=$((lead % 3 + 1))
      say "$1: $where, connections: $c"
      locks "$1" "$node" "$c" "$MEASURE" >>"$RESULTS/$1-$where-$c"
      [ "$(leader "$1")" = "$lead" ] || say "note: $1 changed its leader meanwhile"
    done
  done
}

hand_over() {
  say "$1: hand-over"
  "$JAVA" "$HERE/BesideEtcd.java" hand-over "$1" $CHAINS \
    "$("$1_url" 1)" "$("$1_url" 2)" "$("$1_url" 3)" >>"$RESULTS/$1-hand-over"
}

fail_over() { # SYSTEM ROUNDS
  local round lead
  for round in $(seq "$2"); do
    lead=$(leader "$1")
    say "$1: fail-over $round of $2, kill -9 of node $lead"
    "$JAVA" "$HERE/BesideEtcd.java" fail-over "$1" "$("$1_pid" "$lead")" \
      "$("$1_url" $((lead % 3 + 1)))" >>"$RESULTS/$1-fail-over"
    "$1_start" "$lead"
    locks "$1" "$lead" 10 $((MEASURE / 2)) >/dev/null     # it is cold, and may be the next leader
  done
}

pass() { # SYSTEM, KILLS of the leader
  say "$1: start and warm-up"
  local n
  "$1_up"
  for n in $NODES; do warm_up $MEASURE $WARM_UPS "$1: node $n" locks "$1" "$n" 50 $MEASURE; done
  throughput "$1"
  hand_over "$1"
  fail_over "$1" "$2"
  "$1_down"
}

# --- the table --------------------------------------------------------------------------------------

row() { printf '| %s | %s | %s |\n' "$1" "$2" "$3"; }

table() {
  local where c
  echo "$(machine), etcd $(etcd --version | sed -n 's/^etcd Version: //p'), fsync on; three nodes and the clients on one machine;" \
    "Selaras and etcd in turn, etcd before and after, the mean of both."
  echo
  echo '| | Selaras calls/s | p50 ms | p99 ms | etcd calls/s | p50 ms | p99 ms |'
  echo '|---|---|---|---|---|---|---|'
  for where in leader follower; do
    for c in 1 10 50; do
      row "lock and unlock on the $where, connections: $c" \
        "$(mean "$RESULTS/selaras-$where-$c")" "$(mean "$RESULTS/etcd-$where-$c")"
    done
  done
  row 'release to next grant, 50 waiters on three nodes' \
    "$(spread "$RESULTS/selaras-hand-over" 99)" "$(spread "$RESULTS/etcd-hand-over" 99)"
  row "leader killed: longest time without a grant, median and max of $ROUNDS" \
    "$(spread "$RESULTS/selaras-fail-over" 100)" "$(spread "$RESULTS/etcd-fail-over" 100)"
}

# --- the run ----------------------------------------------------------------------------------------

case ${1:-} in '') ;; -h | --help | help) usage; exit ;; *) usage >&2; exit 2 ;; esac
need etcd etcd-server
prepare beside-etcd etcd selaras
pass etcd $(((ROUNDS + 1) / 2))
pass selaras "$ROUNDS"
pass etcd $((ROUNDS / 2))
table
