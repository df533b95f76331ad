-- Reads an entry for a node and enters the node among the holders of a copy.
--
-- KEYS[1] the entry: hash with v (value), n (version), h (holders: node:ticket,node:ticket)
-- KEYS[2] its partition: see change.lua
-- ARGV[1] the key as the client named it
-- ARGV[2] the reading node
-- ARGV[3] the ticket of its copy, or '' when it will keep none
-- ARGV[4] the channel that tells a holder that it is no longer alone
--
-- Returns {number of the partition's last change, value, version, milliseconds left or -1, state
-- E|S|I}, or nothing but the number when it is absent.
local sequence = tonumber(redis.call('HGET', KEYS[2], 's') or 0)
local entry = redis.call('HMGET', KEYS[1], 'v', 'n', 'h')
if not entry[1] then
  return {sequence}
end
local answer = {sequence, entry[1], tonumber(entry[2]), redis.call('PTTL', KEYS[1]), 'I'}
if ARGV[3] == '' then
  return answer
end
local own = ARGV[2] .. ':'
local holders = {own .. ARGV[3]}
for holder in string.gmatch(entry[3] or '', '[^,]+') do
  if string.sub(holder, 1, #own) ~= own then
    holders[#holders + 1] = holder
  end
end
redis.call('HSET', KEYS[1], 'h', table.concat(holders, ','))
answer[5] = #holders > 1 and 'S' or 'E'
if #holders == 2 then
  -- only now can there be one who believes to be alone
  redis.call('PUBLISH', ARGV[4], ARGV[1] .. '|' .. ARGV[2])
end
return answer
