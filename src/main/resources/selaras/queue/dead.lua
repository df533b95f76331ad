-- Lists the dead letters, the longest dead first.
-- KEYS    1 to 7 of prelude.lua
-- ARGV    1 messages at most, 2 bytes after which the list is cut short
-- Returns for each message: id, deliveries, ms since it was given up, message
local out, bytes = {}, 0
local found = redis.call('ZRANGE', DEAD, 0, tonumber(ARGV[1]) - 1, 'WITHSCORES')
for i = 1, #found, 2 do
  if bytes >= tonumber(ARGV[2]) then
    break
  end
  local id = found[i]
  local body = redis.call('HGET', BODY, id)
  bytes = bytes + #body
  out[#out + 1] = id
  out[#out + 1] = string.format('%.0f', read_meta(id).deliveries)
  out[#out + 1] = string.format('%.0f', math.max(0, now - tonumber(found[i + 1])))
  out[#out + 1] = body
end
return out
