#!/usr/bin/env bash
# What a container does:  node.sh          runs the node
#                         node.sh ready    succeeds if it is ready: the health check
#                         node.sh archive  while the image is built: archives the classes of a start, linked
#                                          and with their profiles (JEP 483, 514, 515)
# JAVA_OPTS adds JVM options; LOG_FORMAT=json makes each line of the log a JSON object; every
# configuration key can be set as CACHE_CAPACITY for cache.capacity.
set -euo pipefail
cd /opt/selaras
if [ -z "${REDIS_URI:-}${REDIS_CLUSTER_NODES:-}${REDIS_SENTINEL_NODES:-}" ]; then
  export REDIS_URI=redis://redis:6379
fi

# run COMMAND... takes the place of this shell, so that java is process 1 and gets SIGTERM itself
run() {
  local server=/tmp/server MICRO_CLASSPATH MICRO_OPENS
  rm -rf $server && mkdir $server
  cp -R config docroot lib $server
  cp payara/logging.properties $server/
  if [ "${LOG_FORMAT:-text}" = json ]; then
    echo 'java.util.logging.ConsoleHandler.formatter=fish.payara.enterprise.server.logging.JSONLogFormatter' \
      >>$server/logging.properties
  fi
  # shellcheck disable=SC1091 # written by Payara: MICRO_CLASSPATH, MICRO_OPENS
  . ./.env
  # shellcheck disable=SC2086 # lists of options
  exec java @payara/jvm.options "$1" ${JAVA_OPTS:-} $MICRO_OPENS \
    -Dfish.payara.micro.BootJar=file:/opt/selaras/launch-micro.jar \
    -Dfish.payara.micro.UnpackDir=/opt/selaras \
    -cp "$MICRO_CLASSPATH" fish.payara.micro.impl.PayaraMicroImpl --rootdir $server \
    --logproperties $server/logging.properties --prebootcommandfile payara/preboot.asadmin "${@:2}"
}

# node OPTION COMMAND...
node() {
  run "$1" --port "$NODE_PORT" --deploy selaras.war --contextroot / \
    --postdeploycommandfile payara/postdeploy.asadmin "${@:2}"
}

# Without the list of what C2 leaves out, as in payara/cluster.sh.
archive() {
  export NODE_ID=node-1 NODE_PORT=8001 CLUSTER_NODES=node-1=localhost:8001:9001 RAFT_DIR=/tmp/raft
  JAVA_OPTS=-XX:CompilerDirectivesFile= node -XX:AOTCacheOutput=classes.aot --warmup
}

# The image has no curl.
ready() {
  local status
  exec 3<>"/dev/tcp/127.0.0.1/$NODE_PORT"
  printf 'GET /health/ready HTTP/1.0\r\n\r\n' >&3
  read -r -t 4 _ status _ <&3
  echo "/health/ready: $status"
  [ "$status" = 200 ]
}

case ${1:-} in
  '') node -XX:AOTCache=classes.aot ;;
  ready) ready ;;
  archive) archive ;;
  *) sed -n '2,7s/^# //p' "$0" >&2; exit 2 ;;
esac
