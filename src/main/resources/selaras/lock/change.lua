-- Changes some resources of the mirror of the locks, on top of the same writer's last writing.
--
-- KEYS 1 mirror  hash: resource by how it stands, as JSON
--      2 state   hash: leader, term, index, log_time_ms, number of the writing, resources
-- ARGV 1 the leader that writes, 2 its term, 3 the log index that the mirror then has reached,
--      4 the log time, 5 the number of this writing
--      6 the number of the last one
--      7 how many resources are in use; for each a name and its JSON; then names of free ones
-- Returns 1, or 0 when the mirror is not as the last writing left it; then nothing is changed.
local was = redis.call('HMGET', KEYS[2], 'leader', 'term', 'number', 'resources')
if was[1] ~= ARGV[1] or was[2] ~= ARGV[2] or was[3] ~= ARGV[6] then
  return 0
end
-- the hash can go without its state: by an operator's hand, or evicted
if tonumber(was[4]) ~= redis.call('HLEN', KEYS[1]) then
  return 0
end
local first_free = 8 + 2 * tonumber(ARGV[7])
for i = 8, first_free - 1, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
for i = first_free, #ARGV do
  redis.call('HDEL', KEYS[1], ARGV[i])
end
redis.call('HSET', KEYS[2], 'index', ARGV[3], 'log_time_ms', ARGV[4], 'number', ARGV[5],
  'resources', redis.call('HLEN', KEYS[1]))
return 1
