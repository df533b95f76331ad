-- Makes sure that a queue exists. Needs no prelude: the catalog has keys and a slot of its own.
-- KEYS    1 sorted set of the names, all of score 0 and so in their own order,
--         2 hash: name -> definition
-- ARGV    1 the name, 2 queues at most, 3 the definition of a new queue
-- Returns the queue's definition, or '' if it would be one queue too many
local known = redis.call('HGET', KEYS[2], ARGV[1])
if known then
  return known
end
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return ''
end
redis.call('ZADD', KEYS[1], 0, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return ARGV[3]
