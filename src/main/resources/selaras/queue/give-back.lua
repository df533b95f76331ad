-- Housekeeping: makes messages ready whose lease or delay is over; those delivered too often become
-- dead letters. Also samples the totals every ten seconds, from which stats.lua tells the rates.
-- KEYS    1 to 11 of prelude.lua
-- ARGV    1 messages to move at most, of the leased and of the delayed each,
--         2 deliveries before one is given up
-- Returns how many were moved
local SAMPLE_MS = 10000
local totals = redis.call('HMGET', COUNTS, 'sequence', 'delivered', 'acknowledged', 'newer')
if totals[1] then
  local newer = totals[4]
  if not newer or now - tonumber(string.match(newer, '^%d+')) >= SAMPLE_MS then
    redis.call('HSET', COUNTS, 'older', newer or '', 'newer', table.concat({
      integer(now), totals[1], totals[2] or '0', totals[3] or '0'
    }, ':'))
  end
end
return give_back(LEASED, ARGV[1], ARGV[2]) + give_back(DELAYED, ARGV[1], ARGV[2])
