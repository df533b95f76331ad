-- Refuses the overtaken holder of a lock; Java puts this text before the scripts that take a fence.
--
-- KEYS  last: the fence, if there is one: the greatest token seen for its resource, in decimal
-- ARGV  last but one: the token, or '' without a fence; last: ms to remember a fence after its use

-- Tokens have 64 bits and Lua's numbers 53: they are compared as they are written, with no zeros in
-- front, by length and then by their digits.
local function is_older(token, other)
  if #token ~= #other then
    return #token < #other
  end
  return token < other
end

-- The newest token when the given one is older than that; else remembers the given one. An equal
-- one is of the same holder. A refused use is a use, so no stale holder outlasts its fence by
-- trying again.
local function newer_token()
  local fence, token, memory_ms = KEYS[#KEYS], ARGV[#ARGV - 1], ARGV[#ARGV]
  if token == '' then
    return nil
  end
  local newest = redis.call('GET', fence)
  if newest and is_older(token, newest) then
    redis.call('PEXPIRE', fence, memory_ms)
    return newest
  end
  redis.call('SET', fence, token, 'PX', memory_ms)
  return nil
end
