-- Lists the dead letters in the order they were produced in.
-- KEYS    1 to 11 of prelude.lua
-- ARGV    1 only those after this sequence, 2 letters at most,
--         3 bytes after which the list is cut short
-- Returns for each: id, reason, deliveries, ms since it was given up, since its first delivery,
--         since its latest, key, text
local function ago(time)
  return integer(math.max(0, now - tonumber(time)))
end

local out, bytes = {}, 0
local found = redis.call('ZRANGEBYSCORE', DEAD, '(' .. ARGV[1], '+inf', 'LIMIT', 0, ARGV[2])
for _, seq in ipairs(found) do
  if bytes >= tonumber(ARGV[3]) then
    break
  end
  local letter = exhume(seq)
  local message = letter.message
  bytes = bytes + #message.text
  for _, field in ipairs({
    seq .. '-' .. message.random, letter.reason, letter.deliveries, ago(letter.at),
    ago(letter.first), ago(letter.last), message.key, message.text
  }) do
    out[#out + 1] = field
  end
end
return out
