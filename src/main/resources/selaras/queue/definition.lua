-- Reads what a queue is like. Needs no prelude: the catalog has keys and a slot of its own.
-- KEYS    as register.lua
-- ARGV    1 the name
-- Returns the queue's definition, or '' if there is no such queue
return redis.call('HGET', KEYS[2], ARGV[1]) or ''
