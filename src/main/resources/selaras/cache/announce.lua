-- Enters a node among those that may serve copies, until it has been silent for long enough.
--
-- KEYS[1] the nodes: sorted set, scored by the time in ms, of Redis's clock, until when
-- ARGV[1] the node
-- ARGV[2] for how many milliseconds
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
return 1
