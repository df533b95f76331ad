-- Counts a partition. What is due counts as ready, whether or not it has been given back.
-- KEYS    1 to 7 of prelude.lua
-- ARGV    none
-- Returns ready, in flight, delayed, dead, ms since the oldest ready one was produced,
--         ever produced, ever delivered, ever acknowledged
local in_flight = redis.call('ZCOUNT', LEASED, now, '+inf')
local delayed = redis.call('ZCOUNT', DELAYED, now, '+inf')
local due = redis.call('ZCARD', LEASED) - in_flight + redis.call('ZCARD', DELAYED) - delayed
local age = 0
local oldest = redis.call('ZRANGE', READY, 0, 0)[1]
if oldest then
  age = math.max(0, now - read_meta(oldest).born)
end
local totals = redis.call('HMGET', COUNTS, 'sequence', 'delivered', 'acknowledged')
return {
  redis.call('ZCARD', READY) + due, in_flight, delayed, redis.call('ZCARD', DEAD), age,
  tonumber(totals[1] or 0), tonumber(totals[2] or 0), tonumber(totals[3] or 0)
}
