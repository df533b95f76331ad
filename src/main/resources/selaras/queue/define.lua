-- Creates a queue or changes its definition, whose first two words are for good.
-- KEYS    1 and 2 as those of register.lua, 3 the answer remembered for the request id
-- ARGV    1 the name, 2 queues at most, 3 the definition, 4 ms to remember the answer
-- Returns {'created', definition}, {'changed', definition}, {'placed otherwise', the one it has},
--         or what passes and is not remembered: {'deleting'} or {'too many'}
local before = redis.call('GET', KEYS[3])
if before then
  return cjson.decode(before)
end
local function remember(...)
  redis.call('SET', KEYS[3], cjson.encode({...}), 'PX', ARGV[4])
  return {...}
end
local function placement_of(definition)
  return string.match(definition, '^%S+ %S+')
end

local known = redis.call('HGET', KEYS[2], ARGV[1])
if known and string.match(known, '^deleting ') then
  return {'deleting'}
end
if known and placement_of(known) ~= placement_of(ARGV[3]) then
  return remember('placed otherwise', known)
end
if not known and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return {'too many'}
end
redis.call('ZADD', KEYS[1], 0, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return remember(known and 'changed' or 'created', ARGV[3])
