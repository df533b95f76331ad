-- Strikes a copy that a node no longer has from the holders of an entry.
--
-- KEYS[1] the entry: hash with v (value), n (version), h (holders: node:ticket,node:ticket)
-- ARGV[1] node:ticket; a newer copy of the same node has another ticket and stays
--
-- Returns 1 when it was there, else 0.
local holders = redis.call('HGET', KEYS[1], 'h')
if not holders then
  return 0
end
local found = 0
local stay = {}
for holder in string.gmatch(holders, '[^,]+') do
  if holder == ARGV[1] then
    found = 1
  else
    stay[#stay + 1] = holder
  end
end
if found == 1 then
  redis.call('HSET', KEYS[1], 'h', table.concat(stay, ','))
end
return found
