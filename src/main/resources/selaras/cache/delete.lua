-- Deletes an entry; a later one of the same key has a higher version.
--
-- KEYS[1] the entry: hash with v (value), n (version), h (holders)
-- KEYS[2] its partition: see change.lua
-- KEYS[3] the answer remembered for the request id, if ARGV[5] is not ''
-- ARGV[1] the key as the client named it
-- ARGV[2] the deleting node
-- ARGV[3] the channel of changes
-- ARGV[4] the channel of invalidations
-- ARGV[5] milliseconds to remember the answer, or '' without a request id
-- and those of store/fence.lua
--
-- Returns {told before 0|1, published 0|1, number of the change, or of the last one of the partition,
-- 'deleted'|'absent', version of the deletion or 0}, or {0, 0, 0, 'stale', newest token}, which is not remembered: it stays so.
local ANSWER = ARGV[5] ~= '' and KEYS[3]
if ANSWER then
  local before = redis.call('GET', ANSWER)
  if before then
    return {1, 0, unpack(cjson.decode(before))}
  end
end
local newer = newer_token(KEYS, ARGV)
if newer then
  return {0, 0, 0, 'stale', newer}
end
local current = tonumber(redis.call('HGET', KEYS[1], 'n') or 0)
local answer = {tonumber(redis.call('HGET', KEYS[2], 's') or 0), 'absent', 0}
local published = 0
if current > 0 then
  redis.call('DEL', KEYS[1])
  raise_floor(KEYS[2], current + 1)
  local sequence = changed(KEYS[2], ARGV[1], ARGV[2], ARGV[3], ARGV[4], true)
  published = 1
  answer = {sequence, 'deleted', current + 1}
end
if ANSWER then
  redis.call('SET', ANSWER, cjson.encode(answer), 'PX', ARGV[5])
end
return {0, published, unpack(answer)}
