-- The two ends of a deletion: first the queue takes no more messages, at last it is gone.
-- KEYS    1 and 2 as those of register.lua, 3 hash: name -> id and ms when it began of the deletion
--         that is under way
-- ARGV    1 the name, 2 'begin', 'finish' to begin only what another has given up, or 'end',
--         3 the id of this deletion,
--         4 ms after which one that has not come to its end is given up,
--         5 the id of the other deletion whose end the caller awaits, or ''
-- Returns {'mine', the definition the queue had, ms when it began}, {'under way', id of the other one},
--         {'gone'} at the end of this one, or {'none'}
local known = redis.call('HGET', KEYS[2], ARGV[1])
local definition = known and string.match(known, '^deleting (.*)$')
local id, began = string.match(redis.call('HGET', KEYS[3], ARGV[1]) or ' 0', '^(%w*) (%d+)$')
if ARGV[2] == 'end' then
  if not definition or id ~= ARGV[3] then
    return {'none'}
  end
  redis.call('HDEL', KEYS[2], ARGV[1])
  redis.call('HDEL', KEYS[3], ARGV[1])
  redis.call('ZREM', KEYS[1], ARGV[1])
  return {'gone'}
end
local is_other = ARGV[5] ~= '' and id ~= ARGV[5]
if not known or is_other or (ARGV[2] == 'finish' and not definition) then
  return {'none'}
end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
if definition and id ~= ARGV[3] and now - tonumber(began) < tonumber(ARGV[4]) then
  return {'under way', id}
end
if not definition then
  redis.call('HSET', KEYS[2], ARGV[1], 'deleting ' .. known)
end
redis.call('HSET', KEYS[3], ARGV[1], string.format('%s %.0f', ARGV[3], now))
return {'mine', definition or known, string.format('%.0f', now)}
