-- Reads dead letters; goes between prelude.lua and the scripts that look at them.
-- The dead letter of this sequence: why and when it died, its history, and the message as packed.
local function exhume(seq)
  local reason, at, deliveries, first, last, packed =
    string.match(redis.call('HGET', GRAVE, seq), '^([%w_]+):(%d+):(%d+):(%d+):(%d+):(.*)$')
  return {
    reason = reason, at = at, deliveries = deliveries, first = first, last = last,
    packed = packed, message = unpack_message(packed)
  }
end
