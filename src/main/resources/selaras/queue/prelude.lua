-- What every script of the queue starts with; Java puts this text before each of them.
--
-- KEYS, all of one partition and so of one hash slot:
--   1 fresh    list: the sequence of each message never delivered and in its place, oldest first
--   2 again    sorted set: sequence by itself, those to be had that came out of their place: back
--              from a lease, from a delay, from behind another message of their key
--   3 leased   sorted set: sequence by the time in ms its lease ends
--   4 delayed  sorted set: sequence by the time in ms it becomes ready
--   5 body     hash: sequence -> what pack_message makes; the only place where the text is
--   6 meta     hash: sequence -> what write_meta makes, of those that have been delivered
--   7 tails    hash: key -> sequence of its youngest message; only in a queue ordered by key
--   8 next     hash: sequence -> sequence:due of the message of the same key that waits behind it
--   9 dead     sorted set: sequence by itself, those given up
--  10 grave    hash: sequence -> what bury makes, text included, of those given up
--  11 counts   hash: sequence, delivered, acknowledged; older, newer: what they were (sample);
--              base: the sequence before the first message, where the queue was deleted before;
--              full: a consumer was refused since as many are leased as may be
--  12 answer   string with a time to live: the answer already given to this request id; of the verbs
--              whose calls go together each call has one of its own (carry_out)
-- Beside them, under the name GONE, for as long as a deduplication id may be remembered: the last
-- sequence of before the queue was deleted.
-- A message is in exactly one of 1 to 4, waits in 8, or is in 9; its text is in 5, or in 10 when it
-- is dead. In a queue ordered by key the messages of a key are a chain: only the first can be had,
-- leased or delayed, the others wait. A message id is <partition>-<sequence>-<random>.
-- Each script costs O(log n) per message it touches, whatever the length of the queue.
local FRESH, AGAIN, LEASED, DELAYED, BODY, META, TAILS, NEXT, DEAD, GRAVE, COUNTS, ANSWER =
  unpack(KEYS, 1, 12)
local GONE = string.sub(COUNTS, 1, -7) .. 'gone'

-- Redis's clock is the only clock of deadlines.
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)

local function integer(number)
  return string.format('%.0f', number)
end

-- The random part of the id, the time in ms produced, the key and the text, as one string.
local function pack_message(random, born, key, text)
  return random .. ':' .. integer(born) .. ':' .. #key .. ':' .. key .. text
end

local function unpack_message(packed)
  local random, born, length, from = string.match(packed, '^(%w+):(%d+):(%d+):()')
  local text_from = from + tonumber(length)
  return {
    random = random, born = tonumber(born),
    key = string.sub(packed, from, text_from - 1), text = string.sub(packed, text_from)
  }
end

local function read_meta(seq)
  local packed = redis.call('HGET', META, seq)
  if not packed then
    return nil
  end
  local deliveries, token, first, last, key =
    string.match(packed, '^(%d+):(%w*):(%d+):(%d+):(.*)$')
  return {
    deliveries = tonumber(deliveries), token = token,
    first = tonumber(first), last = tonumber(last), key = key
  }
end

-- How often it was delivered, the token of the latest receipt if that one still holds, the times in
-- ms of the first and the latest delivery, the key.
local function write_meta(seq, meta)
  redis.call('HSET', META, seq, table.concat({
    integer(meta.deliveries), meta.token, integer(meta.first), integer(meta.last), meta.key
  }, ':'))
end

-- The message's meta if this delivery is its latest and not yet nacked, settled or given up.
local function held(seq, delivery, token)
  local meta = read_meta(seq)
  if meta and meta.deliveries == tonumber(delivery) and meta.token == token then
    return meta
  end
  return nil
end

-- Tells those who wait on any node, once in a script, that messages of the queue are ready. Where
-- nobody waits nobody listens to the queue's channel, and it costs next to nothing.
local announced = false
local function announce()
  if not announced then
    redis.call('PUBLISH', 'selaras:q:ready:' .. string.match(FRESH, '{(.+)/%d+}'), '')
    announced = true
  end
end

-- Tells the node that watches a delivery, if one does (Java puts its name before the token), how
-- many ms the lease lasts from now on: 0 when the receipt has settled the message.
local function tell(seq, token, lease_ms)
  if string.sub(token, 1, 1) == 's' then
    local watcher = string.sub(token, 1, 9)
    redis.call('PUBLISH', 'selaras:q:settled:' .. watcher, lease_ms .. ' ' .. seq .. ' ' .. token)
  end
end

-- The one place where a message becomes ready: a new one, one given back, one whose time is over,
-- one whose turn of its key has come.
local function make_ready(seq, is_new)
  if is_new then
    redis.call('RPUSH', FRESH, seq)
  else
    redis.call('ZADD', AGAIN, seq, seq)
  end
  announce()
end

-- The number of a new message.
local function next_sequence()
  local seq = redis.call('HINCRBY', COUNTS, 'sequence', 1)
  local gone = seq == 1 and redis.call('GET', GONE)
  if gone then
    seq = redis.call('HINCRBY', COUNTS, 'sequence', gone)
    redis.call('HSET', COUNTS, 'base', gone)
  end
  return integer(seq)
end

-- Puts a new message where it belongs: behind the last one of its key, with the delayed, or ready.
local function append(seq, key, due, by_key)
  if by_key and key ~= '' then
    local before = redis.call('HGET', TAILS, key)
    redis.call('HSET', TAILS, key, seq)
    if before then
      redis.call('HSET', NEXT, before, seq .. ':' .. integer(due))
      return
    end
  end
  if due > now then
    redis.call('ZADD', DELAYED, due, seq)
  else
    make_ready(seq, true)
  end
end

-- A message is settled or dead: the next one of its key has its turn.
local function let_next(seq, key)
  if key == '' then
    return
  end
  local waiting = redis.call('HGET', NEXT, seq)
  if waiting then
    redis.call('HDEL', NEXT, seq)
    local after, due = string.match(waiting, '^(%d+):(%d+)$')
    if tonumber(due) > now then
      redis.call('ZADD', DELAYED, due, after)
    else
      make_ready(after, false)
    end
  elseif redis.call('HGET', TAILS, key) == seq then
    redis.call('HDEL', TAILS, key)
  end
end

-- A message is leased no more: another may be, and those who were refused are told.
local function free_lease()
  if redis.call('HDEL', COUNTS, 'full') == 1 then
    announce()
  end
end

-- Takes a held message from where it is: leased, or ready again because its lease has ended.
local function lift(seq)
  if redis.call('ZREM', LEASED, seq) == 1 then
    free_lease()
  else
    redis.call('ZREM', AGAIN, seq)
  end
end

-- Removes a lifted message for good.
local function settle(seq, key)
  redis.call('HDEL', BODY, seq)
  redis.call('HDEL', META, seq)
  redis.call('HINCRBY', COUNTS, 'acknowledged', 1)
  let_next(seq, key)
end

-- Puts a lifted message with the dead, with its history.
local function bury(seq, meta, reason)
  redis.call('HSET', GRAVE, seq, table.concat({
    reason, integer(now), integer(meta.deliveries), integer(meta.first), integer(meta.last),
    redis.call('HGET', BODY, seq)
  }, ':'))
  redis.call('ZADD', DEAD, seq, seq)
  redis.call('HDEL', BODY, seq)
  redis.call('HDEL', META, seq)
  let_next(seq, meta.key)
end

-- Puts a lifted message back at its old place, or with the dead if it was delivered too often.
local function put_back(seq, max_deliveries)
  local meta = read_meta(seq)
  if meta and meta.deliveries >= tonumber(max_deliveries) then
    bury(seq, meta, 'max_deliveries')
  else
    make_ready(seq, false)
  end
end

-- Moves at most so many messages whose time is over. A lease lasts its full length, so it is over
-- only when the clock is past its end. Returns how many were moved.
local function give_back(from, at_most, max_deliveries)
  local due = redis.call('ZRANGEBYSCORE', from, '-inf', '(' .. now, 'LIMIT', 0, at_most)
  for _, seq in ipairs(due) do
    redis.call('ZREM', from, seq)
    put_back(seq, max_deliveries)
  end
  if from == LEASED and #due > 0 then
    free_lease()
  end
  return #due
end

local function remember(answer, ttl_ms)
  redis.call('SET', ANSWER, answer, 'PX', ttl_ms)
end

-- Carries out several calls of a verb, one after the other as if each had come alone, in one script:
-- most of what a call costs is the same for any number of them.
-- KEYS  after the first 11: those of each call
-- ARGV  for each call: how many keys it has, how many arguments, and these
-- Returns what the verb does for each call, given its own KEYS and ARGV; ANSWER is its first key.
local function carry_out(verb)
  local out, key, arg = {}, 12, 1
  while arg <= #ARGV do
    local last_key, last_arg = key + ARGV[arg] - 1, arg + 1 + ARGV[arg + 1]
    ANSWER = KEYS[key]
    out[#out + 1] = verb({unpack(KEYS, key, last_key)}, {unpack(ARGV, arg + 2, last_arg)})
    key, arg = last_key + 1, last_arg + 1
  end
  return out
end

-- Carries out calls that act on one delivered message each, by its receipt.
-- KEYS    of a call: its answer
-- ARGV    of a call: 1 ms to remember the answer, 2 '1' if the client itself named the request id,
--         3 sequence, 4 delivery, 5 token; then those of the verb
-- Returns for each call 'done', or 'not latest' when the receipt is not that of the latest delivery;
--         the verb is given the sequence, the meta and ARGV.
local function by_receipt(verb)
  return carry_out(function(_, ARGV)
    local known = redis.call('GET', ANSWER)
    if known then
      return known
    end
    local meta = held(ARGV[3], ARGV[4], ARGV[5])
    local answer = meta and 'done' or 'not latest'
    if meta then
      verb(ARGV[3], meta, ARGV)
    end
    if meta or ARGV[2] == '1' then
      remember(answer, ARGV[1])
    end
    return answer
  end)
end
