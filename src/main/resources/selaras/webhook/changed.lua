-- All webhooks, if they have changed.
-- KEYS    1 hash: queue -> JSON, 2 number that changes with the hash
-- ARGV    1 the number as it was
-- Returns nothing if it still is, else the number, then queue and JSON of each webhook
local version = redis.call('GET', KEYS[2]) or 'none'
if version == ARGV[1] then
  return {}
end
local out = redis.call('HGETALL', KEYS[1])
table.insert(out, 1, version)
return out
