-- Adds resources to a draft of the mirror of the locks, which nobody sees yet.
--
-- KEYS 1 state  hash, see change.lua
--      2 draft  hash: resource by how it stands, as JSON
-- ARGV 1 the writer's term
--      2 ms after which the draft goes by itself when nothing is done with it
--      3 and on, for each resource: its name and its JSON
-- Returns 1, or 0 when the mirror is of a later term; then nothing is changed.
local term = redis.call('HGET', KEYS[1], 'term')
if term and tonumber(term) > tonumber(ARGV[1]) then
  return 0
end
for i = 3, #ARGV, 2 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 1
