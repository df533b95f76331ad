-- Stores a message at the end of a partition.
-- KEYS    those of prelude.lua, then of store/fence.lua
-- ARGV    1 the message, 2 index of the partition, 3 random part of the new id,
--         4 messages the partition may hold, 5 ms to remember the answer, and those of the fence
-- Returns {'produced', message id}, or, not remembered, {'full'} or {'stale', newest token}
local known = redis.call('GET', ANSWER)
if known then
  return {'produced', known}
end
local newer = newer_token()
if newer then
  return {'stale', newer}
end
if redis.call('HLEN', BODY) >= tonumber(ARGV[4]) then
  return {'full'}
end
local sequence = string.format('%.0f', redis.call('HINCRBY', COUNTS, 'sequence', 1))
local id = ARGV[2] .. '-' .. sequence .. '-' .. ARGV[3]
redis.call('HSET', BODY, id, ARGV[1])
write_meta(id, {deliveries = 0, token = '', born = now})
make_ready(id)
remember(id, ARGV[5])
return {'produced', id}
