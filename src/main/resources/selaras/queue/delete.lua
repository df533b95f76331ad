-- The two ends of a deletion: first the queue takes no more messages, at last it is gone.
-- KEYS    1 and 2 as those of register.lua, 3 hash: name -> id and ms when it began of the deletion
--         that is under way, 4 at 'begin': the answer remembered for the request id
-- ARGV    1 the name, 2 'begin', 'finish' to begin only what another has given up, or 'end',
--         3 the id of this deletion,
--         4 ms after which one that has not come to its end is given up,
--         5 the id of the other deletion whose end the caller awaits, or '', 6 ms to remember the answer
-- Returns {'mine', the definition the queue had, ms when it began}, {'under way', id of the other one},
--         {'gone'} at the end of this one or of that which was awaited or of one of this request id, or
--         {'none'} if there is no such queue
local known = redis.call('HGET', KEYS[2], ARGV[1])
local definition = known and string.match(known, '^deleting (.*)$')
local id, began = string.match(redis.call('HGET', KEYS[3], ARGV[1]) or ' 0', '^(%w*) (%d+)$')
local function remember(answer)
  if ARGV[2] == 'begin' then
    redis.call('SET', KEYS[4], answer, 'PX', ARGV[6])
  end
end
if ARGV[2] == 'end' then
  if not definition or id ~= ARGV[3] then
    return {'none'}
  end
  redis.call('HDEL', KEYS[2], ARGV[1])
  redis.call('HDEL', KEYS[3], ARGV[1])
  redis.call('ZREM', KEYS[1], ARGV[1])
  return {'gone'}
end
local before = ARGV[2] == 'begin' and redis.call('GET', KEYS[4])
if before == 'none' or (before and not definition) then
  return {before}
end
local only_if_begun = ARGV[2] == 'finish' or ARGV[5] ~= ''
if not known or (only_if_begun and not definition) then
  local answer = ARGV[5] == '' and 'none' or 'gone'
  remember(answer)
  return {answer}
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
remember('gone')   -- once it is: until then the definition says that it is not
return {'mine', definition or known, string.format('%.0f', now)}
