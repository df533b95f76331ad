-- Makes the lease of a delivered message end later (or earlier), counted from now.
-- KEYS    those of prelude.lua
-- ARGV    1 message id, 2 delivery, 3 token, 4 ms to remember the answer,
--         5 '1' if the client itself named the request id, 6 lease in ms
-- Returns 'done', or 'not latest' when the receipt is not that of the latest delivery
local known = redis.call('GET', ANSWER)
if known then
  return known
end
local answer = 'not latest'
if held(ARGV[1], ARGV[2], ARGV[3]) then
  lift(ARGV[1])
  redis.call('ZADD', LEASED, now + tonumber(ARGV[6]), ARGV[1])
  answer = 'done'
end
if answer == 'done' or ARGV[5] == '1' then
  remember(answer, ARGV[4])
end
return answer
