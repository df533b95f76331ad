-- What every script of the queue starts with; Java puts this text before each of them.
--
-- KEYS, all of one partition and so of one hash slot:
--   1 ready    sorted set: message id by sequence, those to be had now
--   2 leased   sorted set: message id by the time in ms its lease ends
--   3 delayed  sorted set: message id by the time in ms it becomes ready
--   4 dead     sorted set: message id by the time in ms it was given up
--   5 body     hash: message id -> JSON text; the only place where the text is
--   6 meta     hash: message id -> deliveries:token of the latest delivery:time in ms produced
--   7 counts   hash: sequence, delivered, acknowledged
--   8 answer   string with a time to live: the answer already given to this request id
-- A message id is <partition>-<sequence>-<random>. It is in exactly one of 1 to 4, and in 5 and 6.
-- Each script costs O(log n) per message it touches, whatever the length of the queue.
local READY, LEASED, DELAYED, DEAD, BODY, META, COUNTS, ANSWER = unpack(KEYS)

-- Redis's clock is the only clock of deadlines.
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)

local function sequence_of(id)
  return string.match(id, '^%d+%-(%d+)%-')
end

local function read_meta(id)
  local text = redis.call('HGET', META, id)
  if not text then
    return nil
  end
  local deliveries, token, born = string.match(text, '^(%d+):(%w*):(%d+)$')
  return {deliveries = tonumber(deliveries), token = token, born = tonumber(born)}
end

local function write_meta(id, meta)
  local text = string.format('%.0f:%s:%.0f', meta.deliveries, meta.token, meta.born)
  redis.call('HSET', META, id, text)
end

-- The message's meta if this delivery is its latest and not yet nacked, settled or given up.
local function held(id, delivery, token)
  local meta = read_meta(id)
  if meta and meta.deliveries == tonumber(delivery) and meta.token == token then
    return meta
  end
  return nil
end

-- Takes a held message from where it is: leased, or ready again because its lease has ended.
local function lift(id)
  if redis.call('ZREM', LEASED, id) == 0 then
    redis.call('ZREM', READY, id)
  end
end

-- The one place where a message becomes ready: a new one, one given back, one whose time is over.
local function make_ready(id)
  redis.call('ZADD', READY, sequence_of(id), id)
end

-- Puts a lifted message back at its old place, or with the dead if it was delivered too often.
local function put_back(id, meta, max_deliveries)
  if meta.deliveries >= tonumber(max_deliveries) then
    meta.token = ''
    write_meta(id, meta)
    redis.call('ZADD', DEAD, now, id)
  else
    make_ready(id)
  end
end

-- Moves at most so many messages whose time is over. A lease lasts its full length, so it is over
-- only when the clock is past its end. Returns how many were moved.
local function give_back(from, at_most, max_deliveries)
  local ids = redis.call('ZRANGEBYSCORE', from, '-inf', '(' .. now, 'LIMIT', 0, at_most)
  for _, id in ipairs(ids) do
    redis.call('ZREM', from, id)
    put_back(id, read_meta(id), max_deliveries)
  end
  return #ids
end

local function remember(answer, ttl_ms)
  redis.call('SET', ANSWER, answer, 'PX', ttl_ms)
end
