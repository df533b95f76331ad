-- Removes the webhook of a queue.
-- KEYS    1 hash: queue -> JSON, 2 number that changes with the hash
-- ARGV    1 queue
-- Returns 1, or 0 if there is none
if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then
  return 0
end
redis.call('INCR', KEYS[2])
return 1
