-- Stores messages at the end of a partition, each or not at all.
-- KEYS    of a call (carry_out of prelude.lua): for each message: the answer to its request id, the
--         memory of its deduplication id; then that of store/fence.lua
-- ARGV    of a call: 1 messages the partition may hold, 2 ms to remember the answers,
--         3 ms to remember deduplication ids, 4 '1' if the queue is ordered by key,
--         5 number of messages; for each: text, random part of the new id, key or '', ms of delay,
--         '1' if it has a deduplication id; then those of the fence
-- Returns for each message two: 'produced' and its id, 'duplicate' and the id of the message that was
--         stored, or, not remembered, 'full' and '', 'stale' and the newest token
local depth = redis.call('HLEN', BODY) + redis.call('ZCARD', DEAD)

local function store(text, random, key, delay_ms, by_key)
  local seq = next_sequence()
  redis.call('HSET', BODY, seq, pack_message(random, now, key, text))
  append(seq, key, now + delay_ms, by_key)
  depth = depth + 1
  return seq .. '-' .. random
end

-- The id of the message that was stored under this deduplication id, in this life of the queue.
local function twin_of(dedup)
  local twin = redis.call('GET', dedup)
  local has_begun = twin and redis.call('HEXISTS', COUNTS, 'sequence') == 1
  local gone = twin and (has_begun and redis.call('HGET', COUNTS, 'base') or not has_begun and redis.call('GET', GONE))
  if gone and tonumber(string.match(twin, '^%d+')) <= tonumber(gone) then
    return nil
  end
  return twin
end

return carry_out(function(KEYS, ARGV)
  local depth_max, remember_ms, dedup_ms = tonumber(ARGV[1]), ARGV[2], ARGV[3]
  local by_key = ARGV[4] == '1'
  local newer, checked

  local function refusal()
    if not checked then
      newer, checked = newer_token(KEYS, ARGV), true
    end
    if newer then
      return 'stale', newer
    end
    if depth >= depth_max then
      return 'full', ''
    end
    return nil
  end

  local function produce(answer, dedup, text, random, key, delay_ms, has_dedup)
    local known = redis.call('GET', answer)
    if known then
      local twin = string.match(known, '^duplicate (.+)')
      return twin and 'duplicate' or 'produced', twin or known
    end
    local twin = has_dedup and twin_of(dedup)
    if twin then
      redis.call('SET', answer, 'duplicate ' .. twin, 'PX', remember_ms)
      return 'duplicate', twin
    end
    local refused, why = refusal()
    if refused then
      return refused, why
    end
    local id = store(text, random, key, delay_ms, by_key)
    redis.call('SET', answer, id, 'PX', remember_ms)
    if has_dedup then
      redis.call('SET', dedup, id, 'PX', dedup_ms)
    end
    return 'produced', id
  end

  local out = {}
  for i = 1, tonumber(ARGV[5]) do
    local key, arg = 2 * i - 1, 1 + 5 * i
    local outcome, detail = produce(
      KEYS[key], KEYS[key + 1],
      ARGV[arg], ARGV[arg + 1], ARGV[arg + 2], tonumber(ARGV[arg + 3]), ARGV[arg + 4] == '1')
    out[#out + 1] = outcome
    out[#out + 1] = detail
  end
  return out
end)
