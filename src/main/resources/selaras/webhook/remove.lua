-- Removes the webhook of a queue.
-- KEYS    1 to 3 as those of put.lua
-- ARGV    1 queue, 2 ms to remember the answer, or '' without a request id
-- Returns 1, or 0 if there is none
local before = ARGV[2] ~= '' and redis.call('GET', KEYS[3])
if before then
  return tonumber(before)
end
local removed = redis.call('HDEL', KEYS[1], ARGV[1])
if removed == 1 then
  redis.call('INCR', KEYS[2])
end
if ARGV[2] ~= '' then
  redis.call('SET', KEYS[3], removed, 'PX', ARGV[2])
end
return removed
