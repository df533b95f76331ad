-- Asks all nodes whether they serve nothing older than a change.
--
-- KEYS[1] the nodes: sorted set, scored by the time in ms, of Redis's clock, until when
-- ARGV[1] the channel of questions
-- ARGV[2] the question: partition|sequence|node that asks
--
-- Returns the nodes that may be serving copies.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('PUBLISH', ARGV[1], ARGV[2])
return redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')
