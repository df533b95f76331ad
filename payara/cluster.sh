#!/usr/bin/env bash
# Runs a Selaras cluster on this machine: three Payara Micro nodes with a Redis beside them.
# All state is under SELARAS_HOME: app/ (what runs), node-N/ (log, Raft directory, pid), redis/.
set -euo pipefail

usage() {
  cat <<EOF
usage: payara/cluster.sh <command>
  up           build if needed, start Redis and node-1..3, end when all are ready
  status       node, pid, role, term, commit index and memory of each node
  stop N       stop node N cleanly          kill N    kill -9 node N
  pause N      freeze node N (SIGSTOP)      resume N  let it go on (SIGCONT)
  start N      start node N                 logs N    the end of its log; follows it on a terminal
  restart      stop all nodes and start them again, with a new build if there is one
  rolling-restart                           the same one after the other, each when the one before has
               caught up, the leader last; clients that ask another node again see no failure
  add N        start node N, empty, and have the cluster take it in; or take a running one in
  remove N     have the cluster go on without node N, and stop it if it runs; its state is put aside
  backup FILE  keep all locks and sessions as they are now
  restore FILE start a new cluster with them; the nodes have to be down, their state is put aside
  redis stop|kill|start                     the same for the Redis that up started
  down         stop all nodes, then Redis; the state stays
  clean        down, and remove the state
environment (default)
  SELARAS_HOME (.cluster)  HTTP_PORT (8001)  RAFT_PORT (9001)  REDIS_PORT (6379): ports of node-1, Redis
  UP_SECONDS   seconds a start may take (180)
  JAVA_OPTS    more JVM options      JAVA_HOME  a JDK >= 21; else the newest one found
  REDIS_URI    a Redis >= 7.0 to use instead of starting one; or REDIS_CLUSTER_NODES, or
               REDIS_SENTINEL_NODES with REDIS_SENTINEL_MASTER: host:port,host:port,...
  REDIS_OPTS   more options of the Redis that up starts, as --appendfsync always
  SELARAS_TOKEN  what status and rolling-restart show to nodes that ask for a token: one of a reader;
               backup, add, remove: of an operator
  LOG_FORMAT   text (default) or json: the lines of node.log
  any other configuration key, as CACHE_CAPACITY for cache.capacity
  ALSO_WAR     a second application beside Selaras on each node, under its own name (for measurements)
  CLUSTER_NODES_N  cluster.nodes of node N alone, where it finds the others at other addresses
EOF
}

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
SELARAS_HOME=${SELARAS_HOME:-$ROOT/.cluster}
mkdir -p "$SELARAS_HOME"
STATE=$(cd "$SELARAS_HOME" && pwd)
APP=$STATE/app
HTTP_PORT=${HTTP_PORT:-8001} RAFT_PORT=${RAFT_PORT:-9001} REDIS_PORT=${REDIS_PORT:-6379}
NODES=$(cat "$STATE/nodes" 2>/dev/null || echo 1 2 3)          # as add and remove left it
UP_SECONDS=${UP_SECONDS:-180} STOP_SECONDS=30 RECORD_SECONDS=120
JSON_LINES=fish.payara.enterprise.server.logging.JSONLogFormatter
STARTED=''          # pids this call started; taken back when it fails

say() { printf '%s\n' "$*"; }
fail() { say "error: $*" >&2; exit 1; }

# --- processes ----------------------------------------------------------------------------------

# The command line a node or Redis can be told by, so that a recycled pid is never taken for ours.
marker() { case $1 in redis) say "--dir $STATE/redis" ;; *) say "-Dselaras.node=$STATE/$1" ;; esac; }

command_of() {
  if [ -d /proc/self ]; then tr '\0' ' ' <"/proc/$1/cmdline"; else ps -ww -o command= -p "$1"; fi
}

# pid_of NAME: its pid if it runs, else nothing and a failure
pid_of() {
  local pid
  pid=$(cat "$STATE/$1/pid" 2>/dev/null) && [ -n "$pid" ] || return 1
  case "$(command_of "$pid" 2>/dev/null) " in *"$(marker "$1") "*) say "$pid" ;; *) return 1 ;; esac
}

# launch NAME COMMAND...: in the background, in a process group of its own, so that ^C spares it
launch() {
  local name=$1 out=$STATE/$1/console.log
  shift
  set -m
  nohup "$@" </dev/null >"$out" 2>&1 &
  set +m
  disown $!
  say $! >"$STATE/$name/pid"
  STARTED="$STARTED $!"
  until pid_of "$name" >/dev/null || ! kill -0 $! 2>/dev/null; do sleep 0.05; done   # its exec
}

# gone NAME SECONDS: waits until it has ended, and for a moment until its threads have, which hold its ports
gone() {
  local tries=$(($2 * 10)) moment=20 pid
  pid=$(cat "$STATE/$1/pid" 2>/dev/null || true)
  while pid_of "$1" >/dev/null; do
    ((tries-- > 0)) || return 1
    sleep 0.1
  done
  while is_zombie "$pid" && ((moment-- > 0)); do sleep 0.1; done
  rm -f "$STATE/$1/pid"
}

is_zombie() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null && [ -z "$(command_of "$1" 2>/dev/null)" ]; }

# The node that records the archive of classes takes its time over that, once.
stop_seconds() {
  local pid
  pid=$(cat "$STATE/$1/pid" 2>/dev/null || true)
  case "$(command_of "$pid" 2>/dev/null)" in
    *-XX:AOTCacheOutput=* | *-XX:ArchiveClassesAtExit=*) say $RECORD_SECONDS ;;
    *) say $STOP_SECONDS ;;
  esac
}

signal() {
  local pid
  pid=$(pid_of "$1") || fail "$1 is not running"
  kill "-$2" "$pid"
}

terminate() {
  local pid
  pid=$(pid_of "$1") || return 0
  kill -TERM "$pid" && kill -CONT "$pid"          # a paused process hears TERM only when it goes on
}

stop() {
  pid_of "$1" >/dev/null || fail "$1 is not running"
  terminate "$1"
  gone "$1" "$(stop_seconds "$1")" ||
    fail "$1 did not stop within $(stop_seconds "$1") s; kill it with: $0 kill ${1#node-}"
  keep_archive "$1"
}

take_back() {
  local status=$? pid
  [ $status = 0 ] && return
  for pid in $STARTED; do kill -9 "$pid" 2>/dev/null || true; done
  exit $status
}

# --- ports and answers --------------------------------------------------------------------------

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

owner_of() {
  { lsof -nP -t -iTCP:"$1" -sTCP:LISTEN || ss -Hltnp "sport = :$1" | grep -o 'pid=[0-9]*'; } \
    2>/dev/null | head -1 | tr -dc 0-9
}

want_free() { # PORT WHO VARIABLE
  local pid
  listening "$1" || return 0
  pid=$(owner_of "$1" || true)
  fail "port $1 for $2 is in use${pid:+ by pid $pid}; choose another with $3"
}

http_port() { say $((HTTP_PORT + $1 - 1)); }
raft_port() { say $((RAFT_PORT + $1 - 1)); }
http_code() { curl -s -m 2 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$(http_port "$1")$2" || true; }

# asked CURL-ARGUMENT...: with the token, which no command line shows
asked() {
  local header=''
  [ -z "${SELARAS_TOKEN:-}" ] || header="header = \"Authorization: Bearer $SELARAS_TOKEN\""
  curl -K - "$@" <<<"$header"
}
what_of() { asked -s -m 2 "http://127.0.0.1:$(http_port "$1")$2" || true; } # N PATH

# field NAME JSON: the first member of that name, which is the one of the node itself
field() { grep -o "\"$1\" *: *[^,}]*" <<<"$2" | head -1 | sed 's/^[^:]*: *//; s/"//g'; }

# --- what runs ----------------------------------------------------------------------------------

java_version() {
  sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release" 2>/dev/null | grep . ||
    "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p'
}

# Sets JAVA, JAVA_HOME if it is new enough, else the newest JDK of the usual places; and ARCHIVE, of its classes.
find_java() {
  local home version best=20 on_path
  JAVA=''
  on_path=$(command -v java || true)
  on_path=$(readlink -f "$on_path" 2>/dev/null || say "$on_path")
  for home in "${JAVA_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/*; do
    [ -n "$home" ] && [ -x "$home/bin/java" ] || continue
    version=$(java_version "$home") || continue
    [ "${version:-0}" -gt $best ] || continue
    best=$version JAVA=$home/bin/java
    [ "$home" != "${JAVA_HOME:-}" ] || break
  done
  [ -n "$JAVA" ] || fail "no JDK >= 21 found; install one (for example from adoptium.net) or set JAVA_HOME"
  ARCHIVE=$APP/classes-$("$JAVA" --version | cksum | tr -dc 0-9).jsa
}

build() {
  local war=$ROOT/target/selaras.war
  [ "${SELARAS_BUILD:-}" != no ] || return 0
  if [ -e "$war" ] && [ -e "$ROOT/target/run/payara-micro.jar" ] && [ -e "$(embedded_redis)" ] &&
    [ -z "$(find "$ROOT/pom.xml" "$ROOT/src/main" -newer "$war" -type f | head -1)" ]; then
    return 0
  fi
  command -v mvn >/dev/null || fail "target/selaras.war has to be built: install Maven >= 3.8"
  say 'building (the first time downloads the libraries)'
  command -v java >/dev/null || export JAVA_HOME=${JAVA%/bin/java}
  (cd "$ROOT" && mvn -q -B -DskipTests package) || fail 'the build failed, see above'
}

embedded_redis() {
  local os arch
  os=$(uname -s | tr '[:upper:]' '[:lower:]')
  case $(uname -m) in x86_64) arch=amd64 ;; arm64 | aarch64) arch=arm64 ;; *) arch=$(uname -m) ;; esac
  find "$ROOT/target/run" -name "redis-server-*-$os-$arch" 2>/dev/null | head -1
}

anything_runs() { local n; for n in $NODES; do pid_of "node-$n" >/dev/null && return; done; return 1; }

# Copies what the build made to app/, so that a running cluster does not depend on target/.
install_app() {
  local run=$ROOT/target/run sum redis
  sum=$(cksum <"$run/payara-micro.jar")
  if [ "$sum" = "$(cat "$APP/payara.sum" 2>/dev/null)" ] &&
    cmp -s "$ROOT/target/selaras.war" "$APP/selaras.war"; then
    return 0
  fi
  if anything_runs && [ "${1:-}" != one-by-one ]; then
    say 'a newer build is there; running nodes keep theirs until: payara/cluster.sh restart or rolling-restart'
    return 0
  fi
  if anything_runs && [ "$sum" != "$(cat "$APP/payara.sum" 2>/dev/null)" ]; then
    fail 'the new build has another Payara Micro, which running nodes read from: use payara/cluster.sh restart'
  fi
  if [ "$sum" != "$(cat "$APP/payara.sum" 2>/dev/null)" ]; then
    # The exploded server starts faster than the one jar, and its classes can be archived.
    rm -rf "$APP.new" && mkdir "$APP.new"
    "$JAVA" -jar "$run/payara-micro.jar" --outputlauncher --rootdir "$APP.new" --disablephonehome \
      >"$APP.new/unpack.log" 2>&1 || fail "cannot unpack Payara Micro, see $APP.new/unpack.log"
    say "$sum" >"$APP.new/payara.sum"
    if [ -e "$APP/redis-server" ]; then cp -p "$APP/redis-server" "$APP.new/"; fi
    rm -rf "$APP" && mv "$APP.new" "$APP"
  fi
  redis=$(embedded_redis)
  if [ -n "$redis" ]; then replace "$redis" "$APP/redis-server"; fi
  replace "$ROOT/target/selaras.war" "$APP/selaras.war"
  anything_runs || tidy
}

replace() { cp "$1" "$2.new" && mv -f "$2.new" "$2"; }

# unpacked: the directory with what is in the WAR, which all nodes read; else each unpacks it for itself.
# Another WAR gets another directory: nodes that run go on reading theirs.
unpacked() {
  local dir jar=${JAVA%java}jar
  [ -x "$jar" ] || { say "$APP/selaras.war"; return; }
  dir=$APP/war-$(cksum <"$APP/selaras.war" | tr -dc 0-9)
  if [ ! -e "$dir" ]; then
    rm -rf "$dir.new" && mkdir -p "$dir.new/selaras"
    (cd "$dir.new/selaras" && "$jar" xf "$APP/selaras.war") || fail "cannot unpack $APP/selaras.war"
    mv "$dir.new" "$dir"
  fi
  say "$dir/selaras"
}

# Removes what was unpacked of WARs that are not run any more.
tidy() {
  local dir now
  now=$(unpacked)
  for dir in "$APP"/war-*; do [ "$dir/selaras" = "$now" ] || rm -rf "$dir"; done
}

# --- Redis --------------------------------------------------------------------------------------

new_enough() { [ "${1%%.*}" -ge 7 ] 2>/dev/null; }

redis_reply() { # HOST PORT COMMAND: what Redis answers within a second
  (
    exec 3<>"/dev/tcp/$1/$2" && printf '%s\r\n' "$3" >&3
    while IFS= read -r -t 1 line <&3; do say "${line%$'\r'}"; case $line in +* | -* | redis_mode*) break ;; esac; done
  ) 2>/dev/null
}

# The variable that says where Redis is, if one does; a node refuses more than one by itself.
given_redis() {
  local form
  for form in REDIS_URI REDIS_CLUSTER_NODES REDIS_SENTINEL_NODES; do
    [ -z "${!form:-}" ] || { say "$form"; return; }
  done
}

# check_redis FORM: one of the servers named answers, and is new enough if it says what it is
check_redis() {
  local form=$1 address host port version
  case ${REDIS_TLS_ENABLED:-} in true) return ;; esac   # over TLS the nodes find out themselves
  case ${!form} in rediss:*) return ;; esac
  for address in $(tr ',' ' ' <<<"${!form}"); do
    address=${address#*://} address=${address##*@} address=${address%%/*}
    host=${address%:*} port=6379
    case $address in *:*) port=${address##*:} ;; esac
    redis_reply "$host" "$port" PING | grep -q . || continue
    version=$(redis_reply "$host" "$port" 'INFO server' | sed -n 's/^redis_version://p')
    if [ -n "$version" ]; then
      new_enough "$version" || fail "Redis $version at $host:$port is too old; 7.0 or newer is needed"
    fi
    say "redis    $host:$port answers ($form)"
    return
  done
  fail "no Redis answers at the servers in $form"
}

start_redis() {
  local server version tries=100
  if [ -n "$GIVEN_REDIS" ]; then check_redis "$GIVEN_REDIS"; return; fi
  if pid_of redis >/dev/null; then say "redis    already running on $REDIS_PORT"; return; fi
  want_free "$REDIS_PORT" Redis 'REDIS_PORT, or use what is there with REDIS_URI'
  server=$(command -v redis-server || true)
  version=$({ [ -n "$server" ] && "$server" --version; } | sed -n 's/.* v=\([0-9.]*\).*/\1/p' || true)
  if ! new_enough "$version"; then
    [ -z "$server" ] || say "redis    $server is $version, older than 7.0; taking the embedded one"
    server=$APP/redis-server
    [ -x "$server" ] || fail 'no redis-server >= 7.0 for this platform; install one or set REDIS_URI'
  fi
  mkdir -p "$STATE/redis"
  # shellcheck disable=SC2086 # a list of options
  launch redis "$server" --port "$REDIS_PORT" --bind 127.0.0.1 --appendonly yes --save '' \
    --set-proc-title no --dir "$STATE/redis" ${REDIS_OPTS:-}
  until redis_reply 127.0.0.1 "$REDIS_PORT" PING | grep -q PONG; do
    pid_of redis >/dev/null && ((tries-- > 0)) || fail "Redis did not start: $(tail -1 "$STATE/redis/console.log")"
    sleep 0.1
  done
  say "redis    started on $REDIS_PORT, append-only file in $STATE/redis"
}

# --- nodes --------------------------------------------------------------------------------------

topology() {
  local n all=''
  for n in $NODES; do all="$all,node-$n=127.0.0.1:$(http_port "$n"):$(raft_port "$n")"; done
  say "${all#,}"
}

# Archived classes make a node start with half the processor time; from JDK 25 on they are linked and
# have their profiles (JEP 483, 514, 515). The first node-1 records the archive when it ends; it is
# put in place only after a clean stop, whole, and never written again.
sharing() {
  local use=SharedArchiveFile record=ArchiveClassesAtExit
  if [ "$(java_version "${JAVA%/bin/java}")" -ge 25 ]; then use=AOTCache record=AOTCacheOutput; fi
  if records "$1"; then
    say "-XX:$record=$ARCHIVE.$1"
  elif [ -e "$ARCHIVE" ]; then
    say "-XX:$use=$ARCHIVE"
  else
    say -Xshare:auto
  fi
}

records() { [ "$1" = 1 ] && [ ! -e "$ARCHIVE" ]; }

# What the second compiler leaves out. A profile of a start that it left something out of would make it
# compile more of the next one, not less.
directives() { records "$1" || say "$ROOT/payara/compiler.json"; }

keep_archive() {
  local made
  for made in "$APP"/classes-*.jsa."${1#node-}"; do
    [ ! -s "$made" ] || mv -f "$made" "${made%.*}"
  done
}

start_node() {
  local n=$1 dir=$STATE/node-$1 nodes=CLUSTER_NODES_$1 redis_uri=${REDIS_URI:-} war MICRO_CLASSPATH MICRO_OPENS
  if pid_of "node-$n" >/dev/null; then say "node-$n   already running"; return; fi
  want_free "$(http_port "$n")" "the API of node-$n" HTTP_PORT
  want_free "$(raft_port "$n")" "Raft of node-$n" RAFT_PORT
  rm -rf "$dir/server" "$dir/tmp" && mkdir -p "$dir/server" "$dir/tmp"
  cp -R "$APP/config" "$APP/docroot" "$APP/lib" "$dir/server"
  {
    cat "$ROOT/payara/logging.properties"
    say 'handlers=java.util.logging.FileHandler'
    say "java.util.logging.FileHandler.pattern=$dir/node.log"
    [ "${LOG_FORMAT:-text}" = text ] || say "java.util.logging.FileHandler.formatter=$JSON_LINES"
  } >"$dir/logging.properties"
  if [ -e "$dir/node.log.0" ]; then mv -f "$dir/node.log.0" "$dir/node.log.before"; fi
  rm -f "$dir"/node.log*.lck "$APP"/classes-*.jsa."$n"
  # shellcheck disable=SC1091 # written by Payara: MICRO_CLASSPATH, MICRO_OPENS
  . "$APP/.env"
  [ -n "$GIVEN_REDIS" ] || redis_uri=redis://127.0.0.1:$REDIS_PORT
  war=$(unpacked)
  cd "$APP"
  # shellcheck disable=SC2086 # lists of options
  NODE_ID=node-$n NODE_PORT=$(http_port "$n") RAFT_DIR=$dir/raft \
    CLUSTER_NODES=${!nodes:-${CLUSTER_NODES:-$(topology)}} REDIS_URI=$redis_uri \
    launch "node-$n" "$JAVA" "@$ROOT/payara/jvm.options" \
    "-XX:CompilerDirectivesFile=$(directives "$n")" "$(sharing "$n")" ${JAVA_OPTS:-} \
    "-Dselaras.node=$dir" "-Djava.io.tmpdir=$dir/tmp" \
    "-Dfish.payara.micro.BootJar=file:$APP/launch-micro.jar" "-Dfish.payara.micro.UnpackDir=$APP" \
    $MICRO_OPENS -cp "$MICRO_CLASSPATH" fish.payara.micro.impl.PayaraMicroImpl \
    --rootdir "$dir/server" --port "$(http_port "$n")" --logproperties "$dir/logging.properties" \
    --prebootcommandfile "$ROOT/payara/preboot.asadmin" \
    --postdeploycommandfile "$ROOT/payara/postdeploy.asadmin" --deploy "$war" --contextroot / ${ALSO_WAR:+--deploy "$ALSO_WAR"}
  cd - >/dev/null
  say "node-$n   starting on $(http_port "$n"), pid $(pid_of "node-$n")"
}

# The first line of the log that says why.
cause() {
  local all
  all=$(cat "$STATE/$1/node.log.0" "$STATE/$1/console.log" 2>/dev/null)
  { grep -m1 '^Caused by: ' <<<"$all" || grep -m1 -E 'SEVERE|Exception|[Ee]rror' <<<"$all"; } | cut -c1-300 || true
}

# Nobody is asked before the server says that it has started: a probe costs time just then. It says
# so too when the deployment failed, and runs on without answering or with 404 for everything.
await() { # live|ready N...
  local check=$1 n still waiting began=$SECONDS
  shift
  waiting=$*
  while [ -n "$waiting" ]; do
    still=''
    for n in $waiting; do
      pid_of "node-$n" >/dev/null || fail "node-$n died while starting: $(cause "node-$n")"
      if ! grep -qsE ' ready in [0-9,.]+ ' "$STATE/node-$n/node.log.0"; then
        still="$still $n"
      elif grep -q 'Exception while loading the app' "$STATE/node-$n/node.log.0" ||
        [ "$(http_code "$n" /status)" = 404 ]; then
        fail "the deployment on node-$n failed: $(cause "node-$n")"
      elif [ "$(http_code "$n" "/health/$check")" = 200 ]; then
        say "node-$n   $check after $((SECONDS - began)) s"
      else
        still="$still $n"
      fi
    done
    waiting=$still
    [ -n "$waiting" ] || break
    if [ $((SECONDS - began)) -ge "$UP_SECONDS" ]; then
      for n in $waiting; do explain "$n" "$check" >&2; done
      fail "not $check after $UP_SECONDS s:$(printf ' node-%s' $waiting)"
    fi
    sleep 0.3
  done
}

# explain N CHECK: what a node that runs without getting on says of itself, and where its threads stand
explain() {
  local console=$STATE/node-$1/console.log
  say "node-$1   its log ends with: $(tail -n 1 "$STATE/node-$1/node.log.0" 2>/dev/null | cut -c1-300)"
  say "node-$1   answers /health/$2 with: $(what_of "$1" "/health/$2")"
  signal "node-$1" QUIT && sleep 2                # the JVM then writes its threads to its output
  say "node-$1   where its threads stand: $console"
  awk -v RS= '/^"main"|BLOCKED|deadlock/' "$console" | head -n 60 | cut -c1-150
}

leader() {
  local n
  for n in $NODES; do
    # the health of a node is for anybody to see, whoever may see more
    if [ "$(field role "$(what_of "$n" /health)")" = leader ]; then
      say "node-$n" && return
    fi
  done
  return 1
}

await_leader() {
  local deadline=$((SECONDS + 30))
  until LEADER=$(leader); do
    [ $SECONDS -lt $deadline ] || fail 'no leader elected within 30 s'
    sleep 0.3
  done
}

# --- commands -----------------------------------------------------------------------------------

up() {
  local n
  command -v curl >/dev/null || fail 'curl is needed'
  find_java
  build
  install_app
  start_redis
  for n in $NODES; do start_node "$n"; done
  # shellcheck disable=SC2086 # a list of numbers
  await ready $NODES
  await_leader
  cat <<EOF
leader   $LEADER; all nodes are ready. Try:
  curl -s localhost:$(http_port 1)/status
  curl -s -H 'Content-Type: application/json' localhost:$(http_port 1)/lock \\
    -d '{"resource_id":"file1","lock_type":"exclusive","holder_id":"client1"}'
  payara/cluster.sh status
  payara/cluster.sh kill ${LEADER#node-}      # another node takes over; then: start ${LEADER#node-}
EOF
}

status() {
  local n name pid json row='%-8s %-8s %-10s %6s %13s %9s\n'
  # shellcheck disable=SC2059 # the format of every row
  printf "$row" NODE PID ROLE TERM COMMIT_INDEX MEMORY
  for n in $NODES redis; do
    case $n in redis) name=redis ;; *) name=node-$n ;; esac
    pid=$(pid_of "$name") || { printf "$row" "$name" - down - - -; continue; }
    json=''
    [ "$n" = redis ] || json=$(what_of "$n" /status)
    printf "$row" "$name" "$pid" "$(role "$n" "$json")" "$(field term "$json" || say -)" \
      "$(field commit_index "$json" || say -)" "$(memory "$pid")"
  done
}

role() {
  if [ "$1" = redis ]; then say running; else field role "$2" || say 'no answer'; fi
}

memory() { ps -o rss= -p "$1" 2>/dev/null | awk '{printf "%d MB", $1 / 1024}' || say -; }

stop_nodes() {
  local n stuck=''
  for n in $NODES; do terminate "node-$n"; done
  for n in $NODES; do
    if gone "node-$n" "$(stop_seconds "node-$n")"; then keep_archive "node-$n"; else stuck="$stuck node-$n"; fi
  done
  for n in $stuck; do
    say "$n   did not stop in time; killed"
    signal "$n" KILL && gone "$n" 5
  done
}

down() {
  stop_nodes
  terminate redis
  gone redis $STOP_SECONDS || fail "Redis did not stop within $STOP_SECONDS s"
  say 'down'
}

restart() {
  stop_nodes
  up
}

rolling_restart() {
  local n last
  for n in $NODES; do
    [ "$(http_code "$n" /health/ready)" = 200 ] || fail "node-$n is not ready; begin with: payara/cluster.sh up"
    field applied_index "$(what_of "$n" /status)" >/dev/null ||
      fail "node-$n does not show its state; if it asks for a token, set SELARAS_TOKEN to one of a reader"
  done
  find_java
  build
  install_app one-by-one
  await_leader
  last=${LEADER#node-}
  for n in $NODES; do [ "$n" = "$last" ] || restart_node "$n"; done
  restart_node "$last"
  tidy
}

# A node that has been restarted stays, whatever becomes of the next one.
restart_node() {
  stop "node-$1"
  start_node "$1"
  await ready "$1"
  await_caught_up "$1"
  STARTED=''
}

# The node has applied what the leader had committed when it was asked.
await_caught_up() {
  local goal applied deadline=$((SECONDS + UP_SECONDS))
  await_leader
  goal=$(field commit_index "$(what_of "${LEADER#node-}" /status)") || fail "$LEADER does not answer"
  until applied=$(field applied_index "$(what_of "$1" /status)") && [ "$applied" -ge "$goal" ]; do
    [ $SECONDS -lt $deadline ] || fail "node-$1 has not caught up within $UP_SECONDS s"
    sleep 0.2
  done
  say "node-$1   has caught up, $LEADER leads"
}

backup() {
  local n file=$1
  for n in $NODES; do
    asked -fsS -m 60 -o "$file.new" "http://127.0.0.1:$(http_port "$n")/cluster/backup" || continue
    check_backup "$file.new"
    mv -f "$file.new" "$file"
    say "$file   $(head -n 1 "$file" | sed 's/ sha256.*//')"
    return
  done
  fail 'no node gave a backup; where the nodes ask for a token, set SELARAS_TOKEN to one of an operator'
}

# A backup is one line that says what follows, then bytes; its digest is of the line before the digest
# and of the bytes.
check_backup() {
  local line sum
  [ -r "$1" ] || fail "$1 cannot be read"
  line=$(head -c 200 "$1" | LC_ALL=C tr -d '\000' | head -n 1)
  case $line in
    'selaras-backup 1 '*' sha256='*) ;;
    'selaras-backup '*) fail "$1 is a backup of a format that is not known here" ;;
    *) fail "$1 is not a backup" ;;
  esac
  sum=$({ printf '%s' "${line% sha256=*}"; tail -c +$((${#line} + 2)) "$1"; } | sha256)
  [ "$sum" = "${line##*sha256=}" ] || fail "$1 is not whole, or damaged"
}

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d' ' -f1; }

# The log begins anew, above all that can have been: see "Backup and restore" in the README.
restore() {
  local n aside
  check_backup "$1"
  if anything_runs; then fail 'nodes are running; end them first with: payara/cluster.sh down'; fi
  aside=raft.before-$(date +%Y%m%d-%H%M%S)
  for n in $NODES; do
    [ ! -e "$STATE/node-$n/raft" ] || mv "$STATE/node-$n/raft" "$STATE/node-$n/$aside"
  done
  RAFT_RESTORE_FILE=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
  export RAFT_RESTORE_FILE
  up
  say "restored from $1; what was before is in $STATE/node-N/$aside"
}

# change METHOD N: asks the nodes in turn, all but N, until one says how the change went
change() {
  local n answer body=''
  [ "$1" = DELETE ] ||
    body="{\"host\":\"127.0.0.1\",\"http_port\":$(http_port "$2"),\"raft_port\":$(raft_port "$2")}"
  for n in $NODES; do
    [ "$n" != "$2" ] || continue
    answer=$(asked -s -m 60 -X "$1" -H 'Content-Type: application/json' -d "$body" \
      "http://127.0.0.1:$(http_port "$n")/cluster/members/node-$2") || continue
    case $answer in *'"success":true'*) return ;; *'"status":503'*) continue ;; esac
    fail "the members stay: $(field title "$answer"), $answer"
  done
  fail "no node made the change: ${answer:-none answers}"
}

in_order() { tr -s ' ' '\n' <<<"$*" | grep . | sort -nu | paste -sd' ' -; }

add() {
  local n=$1 before=$NODES
  find_java
  [ -e "$APP/selaras.war" ] || fail 'nothing is installed yet; begin with: payara/cluster.sh up'
  NODES=$(in_order "$NODES $n")
  CLUSTER_JOIN=true start_node "$n"
  await live "$n"
  NODES=$before
  change PUT "$n"
  in_order "$NODES $n" >"$STATE/nodes"
  await ready "$n"
  STARTED=''
  await_caught_up "$n"
}

remove() {
  local n=$1 aside
  aside=raft.before-$(date +%Y%m%d-%H%M%S)
  change DELETE "$n"
  say "node-$n   is no member any more"
  if pid_of "node-$n" >/dev/null; then stop "node-$n"; fi
  [ ! -e "$STATE/node-$n/raft" ] || mv "$STATE/node-$n/raft" "$STATE/node-$n/$aside"
  in_order "${NODES//$n/}" >"$STATE/nodes"
}

logs() {
  local log=$STATE/node-$1/node.log.0
  [ -e "$log" ] || fail "node-$1 has no log yet"
  if [ -t 1 ]; then tail -n 50 -F "$log"; else tail -n 200 "$log"; fi
}

redis() {
  case ${1:-} in
    start) start_redis ;;
    stop) stop redis ;;
    kill) signal redis KILL && gone redis 5 ;;
    *) usage >&2; exit 2 ;;
  esac
}

GIVEN_REDIS=$(given_redis)
case ${ALSO_WAR:-} in '' | /*) ;; *) ALSO_WAR=$PWD/$ALSO_WAR ;; esac
trap take_back EXIT
trap 'exit 130' INT TERM
case ${LOG_FORMAT:-text} in text | json) ;; *) fail "LOG_FORMAT=$LOG_FORMAT is neither text nor json" ;; esac
case ${1:-} in
  stop | kill | pause | resume | start | logs | remove)
    case " $NODES " in *" ${2:-none} "*) ;; *) usage >&2; exit 2 ;; esac
    ;;
  add) case ${2:-} in [1-9]) ;; *) usage >&2; exit 2 ;; esac ;;
  backup | restore) [ -n "${2:-}" ] || { usage >&2; exit 2; } ;;
esac
case ${1:-} in
  up | status | down | restart) "$1" ;;
  rolling-restart) rolling_restart ;;
  backup | restore | add | remove) "$1" "$2" ;;
  stop) stop "node-$2" ;;
  kill) signal "node-$2" KILL && gone "node-$2" 5 ;;
  pause) signal "node-$2" STOP ;;
  resume) signal "node-$2" CONT ;;
  start)
    find_java
    [ -e "$APP/selaras.war" ] || fail 'nothing is installed yet; begin with: payara/cluster.sh up'
    start_node "$2" && await live "$2"
    ;;
  logs) logs "$2" ;;
  redis) redis "${2:-}" ;;
  clean) down && rm -rf "$STATE" ;;
  -h | --help | help) usage ;;
  *) usage >&2; exit 2 ;;
esac
