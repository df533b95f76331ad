-- Leases the oldest messages, or removes them at once. What is due comes back first, so that a
-- message whose lease has ended goes before younger ones.
-- KEYS    those of prelude.lua
-- ARGV    1 lease in ms, or 0 to remove at once, 2 messages at most,
--         3 bytes after which the batch is cut short, 4 token of these deliveries,
--         5 deliveries before a message is given up, 6 due messages to give back at most,
--         7 ms to remember the answer, 8 '1' if the client itself named the request id
-- Returns for each message: id, delivery, token, message
local function with_bodies(packed)
  local out = {}
  local deliveries = cmsgpack.unpack(packed)
  for i = 1, #deliveries, 4 do
    -- an empty text stands for: still in the store (JSON text is never empty)
    local body = deliveries[i + 3]
    if body == '' then
      body = redis.call('HGET', BODY, deliveries[i])
    end
    if body then
      for field = 0, 2 do
        out[#out + 1] = deliveries[i + field]
      end
      out[#out + 1] = body
    end
  end
  return out
end

local known = redis.call('GET', ANSWER)
if known then
  return with_bodies(known)
end
give_back(LEASED, ARGV[6], ARGV[5])
give_back(DELAYED, ARGV[6], ARGV[5])

local lease_ms = tonumber(ARGV[1])
-- Only a client that chose the request id, or one whose messages are gone now, needs the texts in
-- the remembered answer; the node's own retry comes while the messages are still stored.
local keep_bodies = ARGV[8] == '1' or lease_ms == 0
local out, kept, bytes = {}, {}, 0
while #out < 4 * tonumber(ARGV[2]) and bytes < tonumber(ARGV[3]) do
  local id = redis.call('ZPOPMIN', READY)[1]
  if not id then
    break
  end
  local body, meta = redis.call('HGET', BODY, id), read_meta(id)
  meta.deliveries = meta.deliveries + 1
  if lease_ms == 0 then
    redis.call('HDEL', BODY, id)
    redis.call('HDEL', META, id)
    redis.call('HINCRBY', COUNTS, 'acknowledged', 1)
  else
    meta.token = ARGV[4]
    write_meta(id, meta)
    redis.call('ZADD', LEASED, now + lease_ms, id)
  end
  redis.call('HINCRBY', COUNTS, 'delivered', 1)
  bytes = bytes + #body
  for _, field in ipairs({id, string.format('%.0f', meta.deliveries), ARGV[4], body}) do
    out[#out + 1] = field
    kept[#kept + 1] = field
  end
  if not keep_bodies then
    kept[#kept] = ''
  end
end
if #out > 0 or ARGV[8] == '1' then
  remember(cmsgpack.pack(kept), ARGV[7])
end
return out
