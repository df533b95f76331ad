-- Removes delivered messages.
-- KEYS    of a call (carry_out of prelude.lua): its answer
-- ARGV    of a call: 1 ms to remember the answer, 2 '1' if the client itself named the request id;
--         for each message: sequence, delivery, token
-- Returns for each 'done', or 'not latest' when the receipt is not that of the latest delivery
return carry_out(function(_, ARGV)
  local known = redis.call('GET', ANSWER)
  if known then
    return cmsgpack.unpack(known)
  end
  local answers, any = {}, ARGV[2] == '1'
  for i = 3, #ARGV, 3 do
    local seq = ARGV[i]
    local meta = held(seq, ARGV[i + 1], ARGV[i + 2])
    if meta then
      lift(seq)
      tell(seq, ARGV[i + 2], 0)
      settle(seq, meta.key)
      any = true
    end
    answers[#answers + 1] = meta and 'done' or 'not latest'
  end
  if any then
    remember(cmsgpack.pack(answers), ARGV[1])
  end
  return answers
end)
