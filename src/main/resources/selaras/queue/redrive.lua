-- Sends dead letters again: each is a new message at the end of the partition, delivered never yet.
-- KEYS    1 to 12 of prelude.lua
-- ARGV    1 only this sequence and 2 random part of an id, or '' and '' for all,
--         3 the last sequence when the redriving began, or '', so that a letter that dies again
--         meanwhile is left, 4 letters at most, 5 bytes after which this run ends,
--         6 '1' if the queue is ordered by key, 7 ms to remember the answer
-- Returns the last sequence when the redriving began, then the new id of each message
local known = redis.call('GET', ANSWER)
if known then
  return cmsgpack.unpack(known)
end
local only, random = ARGV[1], ARGV[2]
local last = ARGV[3] ~= '' and ARGV[3] or redis.call('HGET', COUNTS, 'sequence') or '0'
local from, to = '-inf', last
if only ~= '' then
  from, to = only, only
end

local function revive(seq, letter)
  local new = next_sequence()
  redis.call('HSET', BODY, new, letter.packed)
  redis.call('HDEL', GRAVE, seq)
  redis.call('ZREM', DEAD, seq)
  append(new, letter.message.key, now, ARGV[6] == '1')
  return new .. '-' .. letter.message.random
end

local answer, bytes = {last}, 0
for _, seq in ipairs(redis.call('ZRANGEBYSCORE', DEAD, from, to, 'LIMIT', 0, ARGV[4])) do
  if bytes >= tonumber(ARGV[5]) then
    break
  end
  local letter = exhume(seq)
  if random == '' or random == letter.message.random then
    bytes = bytes + #letter.packed
    answer[#answer + 1] = revive(seq, letter)
  end
end
remember(cmsgpack.pack(answer), ARGV[7])
return answer
