-- Creates a queue or changes its definition, whose first two words are for good.
-- KEYS    as those of register.lua
-- ARGV    1 the name, 2 queues at most, 3 the definition
-- Returns {'created'}, {'changed'}, {'placed otherwise', definition}, {'deleting'} or {'too many'}
local function placement_of(definition)
  return string.match(definition, '^%S+ %S+')
end

local known = redis.call('HGET', KEYS[2], ARGV[1])
if known and string.match(known, '^deleting ') then
  return {'deleting'}
end
if known and placement_of(known) ~= placement_of(ARGV[3]) then
  return {'placed otherwise', known}
end
if not known and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return {'too many'}
end
redis.call('ZADD', KEYS[1], 0, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return {known and 'changed' or 'created'}
