-- Leases the oldest messages, or removes them at once. What is due comes back first, so that a
-- message whose lease has ended goes before younger ones.
-- KEYS    of a call (carry_out of prelude.lua): its answer
-- ARGV    of a call: 1 lease in ms, or 0 to remove at once, 2 messages at most,
--         3 bytes after which the batch is cut short, 4 token of these deliveries,
--         5 deliveries before a message is given up, 6 due messages to give back at most,
--         7 ms to remember the answer, 8 '1' if the client itself named the request id, '2' if so
--         and an empty answer is neither remembered nor taken for one, 9 messages that may be leased at once
-- Returns for each message: id, delivery, token, key, text; or, not remembered, 'too many in flight'
--         when there are messages and all that may be leased are
local FIELDS = 5

-- A remembered answer, but for messages that were delivered again, perhaps to another, or were given back.
local function answer_again(packed)
  local out = {}
  local deliveries = cmsgpack.unpack(packed)
  for i = 1, #deliveries, FIELDS do
    local seq = string.match(deliveries[i], '^%d+')
    -- an empty text stands for: still in the store (JSON text is never empty)
    local text = deliveries[i + 4]
    if text == '' then
      local stored = redis.call('HGET', BODY, seq)
      text = stored and unpack_message(stored).text
    end
    local is_anothers = redis.call('HEXISTS', META, seq) == 1 and not held(seq, deliveries[i + 1], deliveries[i + 2])
    if text and not is_anothers then
      for field = 0, 3 do
        out[#out + 1] = deliveries[i + field]
      end
      out[#out + 1] = text
    end
  end
  return out
end

-- The oldest message to be had, taken from where it is; nil when there is none.
local function take()
  local fresh = redis.call('LINDEX', FRESH, 0)
  local again = redis.call('ZRANGE', AGAIN, 0, 0)[1]
  if again and (not fresh or tonumber(again) < tonumber(fresh)) then
    redis.call('ZREM', AGAIN, again)
    return again
  end
  return fresh and redis.call('LPOP', FRESH)
end

local function deliver(seq, message, token, lease_ms)
  local meta = read_meta(seq) or {deliveries = 0, first = now, key = message.key}
  meta.deliveries, meta.token, meta.last = meta.deliveries + 1, token, now
  if lease_ms == 0 then
    settle(seq, message.key)
  else
    write_meta(seq, meta)
    redis.call('ZADD', LEASED, now + lease_ms, seq)
  end
  return meta.deliveries
end

return carry_out(function(_, ARGV)
  local known = redis.call('GET', ANSWER)
  local waits = ARGV[8] == '2'
  if known and not (waits and #cmsgpack.unpack(known) == 0) then
    return answer_again(known)
  end
  give_back(LEASED, ARGV[6], ARGV[5])
  give_back(DELAYED, ARGV[6], ARGV[5])

  local lease_ms, token = tonumber(ARGV[1]), ARGV[4]
  local auto = lease_ms == 0
  local may_lease = tonumber(ARGV[9]) - redis.call('ZCARD', LEASED)
  -- Only a client that chose the request id, or one whose messages are gone now, needs the texts in
  -- the remembered answer; the node's own retry comes while the messages are still stored.
  local keep_texts = auto or ARGV[8] ~= '0'
  local out, kept, bytes = {}, {}, 0
  while #out < FIELDS * tonumber(ARGV[2]) and bytes < tonumber(ARGV[3]) do
    if not auto and may_lease < 1 then
      if #out == 0 and redis.call('LLEN', FRESH) + redis.call('ZCARD', AGAIN) > 0 then
        redis.call('HSET', COUNTS, 'full', 1)
        return 'too many in flight'
      end
      break
    end
    local seq = take()
    if not seq then
      break
    end
    local message = unpack_message(redis.call('HGET', BODY, seq))
    local delivery = deliver(seq, message, token, lease_ms)
    may_lease = may_lease - 1
    bytes = bytes + #message.text
    local id = seq .. '-' .. message.random
    for _, field in ipairs({id, integer(delivery), token, message.key, message.text}) do
      out[#out + 1] = field
      kept[#kept + 1] = field
    end
    if not keep_texts then
      kept[#kept] = ''
    end
  end
  if #out > 0 then
    redis.call('HINCRBY', COUNTS, 'delivered', #out / FIELDS)
  end
  if #out > 0 or ARGV[8] == '1' then
    remember(cmsgpack.pack(kept), ARGV[7])
  end
  return out
end)
