-- Counts a partition. What is due counts as ready, whether or not it has been given back.
-- KEYS    1 to 11 of prelude.lua
-- ARGV    none
-- Returns ready, in flight, delayed, waiting behind another of their key, dead,
--         ms since the oldest ready one was produced, ever produced, ever delivered,
--         ever acknowledged; then of a recent while of 10 to 20 seconds, as far as there was
--         housekeeping: its length in ms, and how many were produced, delivered, acknowledged in it
local in_flight = redis.call('ZCOUNT', LEASED, now, '+inf')
local delayed = redis.call('ZCOUNT', DELAYED, now, '+inf')
local due = redis.call('ZCARD', LEASED) - in_flight + redis.call('ZCARD', DELAYED) - delayed

local function age_of(seq)
  return seq and math.max(0, now - unpack_message(redis.call('HGET', BODY, seq)).born) or 0
end
local age = math.max(
  age_of(redis.call('LINDEX', FRESH, 0)), age_of(redis.call('ZRANGE', AGAIN, 0, 0)[1]))

local counts = redis.call('HMGET', COUNTS, 'sequence', 'delivered', 'acknowledged', 'older', 'newer', 'base')
local totals = {tonumber(counts[1] or 0), tonumber(counts[2] or 0), tonumber(counts[3] or 0)}
local sample = counts[4] and counts[4] ~= '' and counts[4] or counts[5]
local while_ms, produced, delivered, acknowledged = 0, 0, 0, 0
if sample then
  local at, a, b, c = string.match(sample, '^(%d+):(%d+):(%d+):(%d+)$')
  while_ms = math.max(0, now - tonumber(at))
  produced, delivered, acknowledged = totals[1] - a, totals[2] - b, totals[3] - c
end
return {
  redis.call('LLEN', FRESH) + redis.call('ZCARD', AGAIN) + due, in_flight, delayed,
  redis.call('HLEN', NEXT), redis.call('ZCARD', DEAD), age,
  totals[1] - tonumber(counts[6] or 0), totals[2], totals[3], while_ms, produced, delivered, acknowledged
}
