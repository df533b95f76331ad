-- Adds a queue to the known ones. Needs no prelude: the registry is a key of its own slot.
-- KEYS    1 sorted set of the names, all of score 0 and so in their own order
-- ARGV    1 the name, 2 queues at most
-- Returns 1 if the queue is known now, 0 if it would be one too many
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 1
end
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('ZADD', KEYS[1], 0, ARGV[1])
return 1
