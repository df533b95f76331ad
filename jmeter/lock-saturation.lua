-- Lock and unlock of many resources as fast as the connections allow, for wrk:
--
--   wrk -t1 -c50 -d30 --latency -s jmeter/lock-saturation.lua http://127.0.0.1:8001
--
-- Locks 500 resources, then unlocks them, and so on with new names: far more than there are
-- connections, so that no unlock overtakes its lock. A wrong answer is counted as non-2xx.
local RUN = 500
local HEADERS = {["Content-Type"] = "application/json"}
local holder = "wrk-" .. os.time()
local sent = -1 -- wrk makes one request at its start that it does not send

function request()
  local round = math.floor(sent / (2 * RUN))
  local path = sent % (2 * RUN) < RUN and "/lock" or "/unlock"
  local resource = round .. "-" .. sent % RUN
  sent = sent + 1
  local body = '{"resource_id":"' .. holder .. "-" .. resource .. '","holder_id":"' .. holder .. '"}'
  return wrk.format("POST", path, HEADERS, body)
end
