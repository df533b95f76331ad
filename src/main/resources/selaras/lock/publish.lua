-- Puts a draft in the place of the mirror of the locks.
--
-- KEYS 1 mirror, 2 state  see change.lua
--      3 draft            see add.lua; absent when no resource is in use
-- ARGV 1 the leader that writes, 2 its term, 3 the log index that the draft has reached,
--      4 the log time, 5 the number of this writing
--      6 how many resources were added to the draft
-- Returns 1, or 0 when the mirror is of a later term or a later writing, or the draft is not whole;
-- then the draft is gone and the mirror as it was.
local was = redis.call('HMGET', KEYS[2], 'leader', 'term', 'number')
local is_later = was[2] and (tonumber(was[2]) > tonumber(ARGV[2])
  or (was[1] == ARGV[1] and was[2] == ARGV[2] and tonumber(was[3]) > tonumber(ARGV[5])))
if is_later or redis.call('HLEN', KEYS[3]) ~= tonumber(ARGV[6]) then
  redis.call('UNLINK', KEYS[3])
  return 0
end
redis.call('UNLINK', KEYS[1])
if ARGV[6] ~= '0' then
  redis.call('RENAME', KEYS[3], KEYS[1])
  redis.call('PERSIST', KEYS[1])
end
redis.call('HSET', KEYS[2], 'leader', ARGV[1], 'term', ARGV[2], 'index', ARGV[3],
  'log_time_ms', ARGV[4], 'number', ARGV[5], 'resources', ARGV[6])
return 1
