-- Shows the oldest messages that are to be had, without taking them. What is due comes back first.
-- KEYS    1 to 11 of prelude.lua
-- ARGV    1 messages at most, 2 bytes after which the list is cut short,
--         3 due messages to give back at most, 4 deliveries before one is given up
-- Returns for each message: id, deliveries so far, ms since it was produced, key, text
give_back(LEASED, ARGV[3], ARGV[4])
give_back(DELAYED, ARGV[3], ARGV[4])
local most = tonumber(ARGV[1])
local fresh = redis.call('LRANGE', FRESH, 0, most - 1)
local again = redis.call('ZRANGE', AGAIN, 0, most - 1)

-- Both are in order; the smaller head of the two goes first.
local f, a, out, bytes = 1, 1, {}, 0
while #out < 5 * most and bytes < tonumber(ARGV[2]) and (fresh[f] or again[a]) do
  local seq
  if again[a] and (not fresh[f] or tonumber(again[a]) < tonumber(fresh[f])) then
    seq, a = again[a], a + 1
  else
    seq, f = fresh[f], f + 1
  end
  local message, meta = unpack_message(redis.call('HGET', BODY, seq)), read_meta(seq)
  bytes = bytes + #message.text
  out[#out + 1] = seq .. '-' .. message.random
  out[#out + 1] = integer(meta and meta.deliveries or 0)
  out[#out + 1] = integer(math.max(0, now - message.born))
  out[#out + 1] = message.key
  out[#out + 1] = message.text
end
return out
