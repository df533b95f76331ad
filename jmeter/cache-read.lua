-- Reads or writes keys of the cache one after the other, for wrk:
--
--   wrk -t1 -c50 -d10 -s jmeter/cache-read.lua http://127.0.0.1:8001 -- get /cache/ 50
--
-- Arguments: get|put, what comes before the key in the path, how many keys there are.
-- Prints: calls/s, p50 and p99 in ms, failures.
local verb, prefix, keys
local next_key = 0

function init(args)
  verb, prefix, keys = args[1], args[2], tonumber(args[3])
end

function request()
  next_key = next_key % keys + 1
  if verb == "put" then
    return wrk.format("POST", prefix, {["Content-Type"] = "application/json"},
      '{"key":"measured-' .. next_key .. '","value":"John Doe"}')
  end
  return wrk.format("GET", prefix .. "measured-" .. next_key)
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format("%.0f %.2f %.2f %d", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, failed))
end
