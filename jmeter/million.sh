#!/usr/bin/env bash
# A million messages in one queue: memory of each, and consume beside a queue of ten. Needs a build:
# mvn -DskipTests verify. Starts a Redis of its own, in memory, on a free port; about 700 MB.
# MESSAGES (1000000)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "target/test-classes:target/classes:target/selaras/WEB-INF/lib/*" \
  "-Dselaras.messages=${MESSAGES:-1000000}" selaras.queue.redis.MillionMessages
