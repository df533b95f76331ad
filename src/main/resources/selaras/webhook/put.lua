-- Adds the webhook of a queue or replaces it.
-- KEYS    1 hash: queue -> JSON, 2 number that changes with the hash,
--         3 the answer remembered for the request id, if ARGV[5] is not ''
-- ARGV    1 queue, 2 JSON, 3 webhooks at most, 4 '1' if its secret was drawn and yields to one that is there,
--         5 ms to remember the answer, or '' without a request id
-- Returns {JSON of the webhook as this request made it, '1' if it has the secret that was drawn, else '0'},
--         or {} if it would be one too many, which passes and is not remembered
local before = ARGV[5] ~= '' and redis.call('GET', KEYS[3])
if before then
  return cjson.decode(before)
end
local known = redis.call('HGET', KEYS[1], ARGV[1])
if not known and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then
  return {}
end
local json, drawn = ARGV[2], ARGV[4]
if known and drawn == '1' then
  local webhook = cjson.decode(json)
  webhook.secret = cjson.decode(known).secret
  json, drawn = cjson.encode(webhook), '0'
end
redis.call('HSET', KEYS[1], ARGV[1], json)
redis.call('INCR', KEYS[2])
if ARGV[5] ~= '' then
  redis.call('SET', KEYS[3], cjson.encode({json, drawn}), 'PX', ARGV[5])
end
return {json, drawn}
