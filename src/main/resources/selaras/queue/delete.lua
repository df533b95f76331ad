-- The two ends of a deletion: first the queue takes no more messages, at last it is gone.
-- KEYS    as those of register.lua
-- ARGV    1 the name, 2 'begin' or 'end'
-- Returns the definition the queue had, or '' if there is none, or none that is being deleted at the
--         end
local known = redis.call('HGET', KEYS[2], ARGV[1])
if not known then
  return ''
end
local before = string.match(known, '^deleting (.*)$')
if ARGV[2] == 'begin' then
  if not before then
    redis.call('HSET', KEYS[2], ARGV[1], 'deleting ' .. known)
  end
  return before or known
end
if not before then
  return ''
end
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[1], ARGV[1])
return before
