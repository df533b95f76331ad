-- Writes an entry; the writer becomes its only holder.
--
-- KEYS[1] the entry: hash with v (value), n (version), h (holders)
-- KEYS[2] its partition: see change.lua
-- KEYS[3] the answer remembered for the request id, if ARGV[9] is not ''
-- ARGV[1] the key as the client named it
-- ARGV[2] the writing node
-- ARGV[3] the ticket of its copy, or '' when it will keep none
-- ARGV[4] the channel of changes
-- ARGV[5] the channel of invalidations
-- ARGV[6] the value
-- ARGV[7] time to live in milliseconds, or ''
-- ARGV[8] the version the entry must have (0: must be absent), or ''
-- ARGV[9] milliseconds to remember the answer, or '' without a request id
-- and those of store/fence.lua
--
-- Returns {told before 0|1, published 0|1, number of the change or 0, 'written'|'conflict', version,
-- state M|I}, or {0, 0, 0, 'stale', newest token}, which is not remembered: it stays so.
local ANSWER = ARGV[9] ~= '' and KEYS[3]
if ANSWER then
  local before = redis.call('GET', ANSWER)
  if before then
    return {1, 0, unpack(cjson.decode(before))}
  end
end
local newer = newer_token(KEYS, ARGV)
if newer then
  return {0, 0, 0, 'stale', newer}
end
local current = tonumber(redis.call('HGET', KEYS[1], 'n') or 0)
local existed = current > 0
local answer
local published = 0
if ARGV[8] ~= '' and tonumber(ARGV[8]) ~= current then
  answer = {0, 'conflict', current, 'I'}
else
  local version = (existed and current or floor_of(KEYS[2])) + 1
  local holders = ARGV[3] == '' and '' or ARGV[2] .. ':' .. ARGV[3]
  redis.call('HSET', KEYS[1], 'v', ARGV[6], 'n', version, 'h', holders)
  if ARGV[7] == '' then
    redis.call('PERSIST', KEYS[1])
  else
    redis.call('PEXPIRE', KEYS[1], ARGV[7])
    raise_floor(KEYS[2], version)
  end
  local sequence = changed(KEYS[2], ARGV[1], ARGV[2], ARGV[4], ARGV[5], existed)
  published = existed and 1 or 0
  answer = {sequence, 'written', version, ARGV[3] == '' and 'I' or 'M'}
end
if ANSWER then
  redis.call('SET', ANSWER, cjson.encode(answer), 'PX', ARGV[9])
end
return {0, published, unpack(answer)}
