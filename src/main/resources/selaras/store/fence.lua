-- Refuses the overtaken holder of a lock; Java puts this text before the scripts that take a fence.
--
-- Both are those of the script, or of one call of several that it carries out:
-- KEYS  last: the fence, if there is one: the greatest token seen for its resource, in decimal
-- ARGV  last but two: a newer token that was seen elsewhere, or ''; last but one: the token, or ''
--       without a fence; last: ms to remember a fence after its use

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
local function newer_token(KEYS, ARGV)
  local fence, elsewhere, token, memory_ms = KEYS[#KEYS], ARGV[#ARGV - 2], ARGV[#ARGV - 1], ARGV[#ARGV]
  if token == '' then
    return nil
  end
  local newest = redis.call('GET', fence) or token
  if is_older(newest, token) then
    newest = token
  end
  if elsewhere ~= '' and is_older(newest, elsewhere) then
    newest = elsewhere
  end
  redis.call('SET', fence, newest, 'PX', memory_ms)
  if newest ~= token then
    return newest
  end
  return nil
end
