-- Removes all there is of a partition, but the remembered answers, whose time is short. What was
-- deduplicated is forgotten: it is of a sequence that the next life of the queue begins behind.
-- KEYS    1 to 11 of prelude.lua
-- ARGV    1 the time in ms after which it is too late, since the queue may be another by then,
--         2 ms for which a deduplication id is remembered at most
-- Returns 1, or 0 when it is too late
if now > tonumber(ARGV[1]) then
  return 0
end
local last = redis.call('HGET', COUNTS, 'sequence')
if last then
  redis.call('SET', GONE, last, 'PX', ARGV[2])
end
redis.call('UNLINK', FRESH, AGAIN, LEASED, DELAYED, BODY, META, TAILS, NEXT, DEAD, GRAVE, COUNTS)
return 1
