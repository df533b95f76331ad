-- Adds the webhook of a queue or replaces it.
-- KEYS    1 hash: queue -> JSON, 2 number that changes with the hash
-- ARGV    1 queue, 2 JSON, 3 webhooks at most
-- Returns 1, or 0 if it would be one too many
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0
  and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('INCR', KEYS[2])
return 1
