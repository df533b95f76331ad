-- Gives a delivered message back, at once or after a delay.
-- KEYS    those of prelude.lua
-- ARGV    1 message id, 2 delivery, 3 token, 4 ms to remember the answer,
--         5 '1' if the client itself named the request id, 6 delay in ms,
--         7 deliveries before a message is given up
-- Returns 'done', or 'not latest' when the receipt is not that of the latest delivery
local known = redis.call('GET', ANSWER)
if known then
  return known
end
local answer = 'not latest'
local meta = held(ARGV[1], ARGV[2], ARGV[3])
if meta then
  lift(ARGV[1])
  meta.token = ''
  write_meta(ARGV[1], meta)
  if tonumber(ARGV[6]) > 0 and meta.deliveries < tonumber(ARGV[7]) then
    redis.call('ZADD', DELAYED, now + tonumber(ARGV[6]), ARGV[1])
  else
    put_back(ARGV[1], meta, ARGV[7])
  end
  answer = 'done'
end
if answer == 'done' or ARGV[5] == '1' then
  remember(answer, ARGV[4])
end
return answer
