-- Takes back a delivery that reached nobody: the message is where it was, and as often delivered.
-- KEYS, ARGV and what it returns: by_receipt of prelude.lua
return by_receipt(function(seq, meta, ARGV)
  lift(seq)
  tell(seq, ARGV[5], 0)
  meta.deliveries, meta.token = meta.deliveries - 1, ''
  write_meta(seq, meta)
  make_ready(seq, false)
end)
