-- Takes back a delivery that reached nobody: the message is where it was, and as often delivered.
-- KEYS    of a call (carry_out of prelude.lua): its answer
-- ARGV    of a call: 1 ms to remember the answer, 2 is not used, 3 sequence, 4 delivery, 5 token
-- Returns 'done', or 'not latest' when the receipt is not that of the latest delivery
return carry_out(function(_, ARGV)
  local known = redis.call('GET', ANSWER)
  if known then
    return known
  end
  local seq = ARGV[3]
  local meta = held(seq, ARGV[4], ARGV[5])
  if not meta then
    return 'not latest'
  end
  lift(seq)
  tell(seq, ARGV[5], 0)
  meta.deliveries, meta.token = meta.deliveries - 1, ''
  write_meta(seq, meta)
  make_ready(seq, false)
  remember('done', ARGV[1])
  return 'done'
end)
