-- Gives a delivered message back, at once or after a delay, or up.
-- KEYS    of a call (carry_out of prelude.lua): its answer
-- ARGV    of a call: 1 ms to remember the answer, 2 '1' if the client itself named the request id,
--         3 sequence, 4 delivery, 5 token, 6 delay in ms,
--         7 deliveries before a message is given up, 8 '1' to give it up now
-- Returns 'done', or 'not latest' when the receipt is not that of the latest delivery
return carry_out(function(_, ARGV)
  local known = redis.call('GET', ANSWER)
  if known then
    return known
  end
  local answer, seq, delay_ms = 'not latest', ARGV[3], tonumber(ARGV[6])
  local meta = held(seq, ARGV[4], ARGV[5])
  if meta then
    lift(seq)
    tell(seq, ARGV[5], 0)
    meta.token = ''
    write_meta(seq, meta)
    if ARGV[8] == '1' then
      bury(seq, meta, 'rejected')
    elseif delay_ms > 0 and meta.deliveries < tonumber(ARGV[7]) then
      redis.call('ZADD', DELAYED, now + delay_ms, seq)
    else
      put_back(seq, ARGV[7])
    end
    answer = 'done'
  end
  if meta or ARGV[2] == '1' then
    remember(answer, ARGV[1])
  end
  return answer
end)
