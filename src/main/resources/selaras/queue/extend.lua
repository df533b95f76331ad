-- Makes the lease of a delivered message end later (or earlier), counted from now.
-- KEYS    of a call (carry_out of prelude.lua): its answer
-- ARGV    of a call: 1 ms to remember the answer, 2 '1' if the client itself named the request id,
--         3 sequence, 4 delivery, 5 token, 6 lease in ms
-- Returns 'done', or 'not latest' when the receipt is not that of the latest delivery
return carry_out(function(_, ARGV)
  local known = redis.call('GET', ANSWER)
  if known then
    return known
  end
  local answer, seq = 'not latest', ARGV[3]
  local meta = held(seq, ARGV[4], ARGV[5])
  if meta then
    redis.call('ZREM', AGAIN, seq)
    tell(seq, ARGV[5], ARGV[6])
    redis.call('ZADD', LEASED, now + tonumber(ARGV[6]), seq)
    answer = 'done'
  end
  if meta or ARGV[2] == '1' then
    remember(answer, ARGV[1])
  end
  return answer
end)
