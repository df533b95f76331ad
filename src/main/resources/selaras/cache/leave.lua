-- Strikes copies that a node no longer has from the holders of entries.
--
-- KEYS    entries: hashes with v (value), n (version), h (holders: node:ticket,node:ticket)
-- ARGV    node:ticket, of each entry; a newer copy of the same node has another ticket and stays
--
-- Returns how many were there.
local found = 0
for i, entry in ipairs(KEYS) do
  local holders = redis.call('HGET', entry, 'h')
  local stay = {}
  local before = found
  for holder in string.gmatch(holders or '', '[^,]+') do
    if holder == ARGV[i] then
      found = found + 1
    else
      stay[#stay + 1] = holder
    end
  end
  if found > before then
    redis.call('HSET', entry, 'h', table.concat(stay, ','))
  end
end
return found
