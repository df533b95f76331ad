-- Makes the lease of a delivered message end later (or earlier), counted from now.
-- KEYS, ARGV 1 to 5 and what it returns: by_receipt of prelude.lua
-- ARGV    6 lease in ms
return by_receipt(function(seq, _, ARGV)
  redis.call('ZREM', AGAIN, seq)
  tell(seq, ARGV[5], ARGV[6])
  redis.call('ZADD', LEASED, now + tonumber(ARGV[6]), seq)
end)
