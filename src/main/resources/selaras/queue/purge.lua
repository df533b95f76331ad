-- Removes messages, leased and delayed and waiting ones too, or dead letters, or both, at once
-- whatever their number.
-- KEYS    1 to 12 of prelude.lua
-- ARGV    1 '1' to remove messages, 2 '1' to remove dead letters, 3 ms to remember the answer
-- Returns how many were removed
local known = redis.call('GET', ANSWER)
if known then
  return tonumber(known)
end
local removed = 0
if ARGV[1] == '1' then
  removed = redis.call('HLEN', BODY)
  redis.call('UNLINK', FRESH, AGAIN, LEASED, DELAYED, BODY, META, TAILS, NEXT)
end
if ARGV[2] == '1' then
  removed = removed + redis.call('ZCARD', DEAD)
  redis.call('UNLINK', DEAD, GRAVE)
end
remember(removed, ARGV[3])
return removed
