-- A node says that it is alive, and learns who else is.
--
-- KEYS 1 members  sorted set: node id by the time in ms it last said so
-- ARGV 1 this node's id
--      2 milliseconds of silence after which a node is gone
-- Returns the ids of the live nodes, this one included.
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
return redis.call('ZRANGE', KEYS[1], 0, -1)
