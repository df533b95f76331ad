-- Gives a delivered message back, at once or after a delay, or up.
-- KEYS, ARGV 1 to 5 and what it returns: by_receipt of prelude.lua
-- ARGV    6 delay in ms, 7 deliveries before a message is given up, 8 '1' to give it up now
return by_receipt(function(seq, meta, ARGV)
  local delay_ms = tonumber(ARGV[6])
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
end)
