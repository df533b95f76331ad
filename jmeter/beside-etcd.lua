-- Lock and unlock of free locks as fast as the connections allow, of Selaras or of etcd, for wrk:
--
--   wrk -t1 -c50 -d10 -s jmeter/beside-etcd.lua http://127.0.0.1:8001 -- selaras 50
--
-- Locks 500 resources, then unlocks them, and so on with new names: far more than there are
-- connections, so that no unlock overtakes its lock. Prints: calls/s, p50 and p99 in ms, failures.
-- etcd needs a lease for each lock: those with the ids 1, 2, ... up to the number of connections
-- have to be there, and no call but these two is made for etcd.
local RUN = 500
local HEADERS = {["Content-Type"] = "application/json"}
local LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local holder = "wrk-" .. os.time()
local sent = -1 -- wrk makes one request at its start that it does not send
local system, connections

local function base64(text)
  local function letters(a, b, c)
    local bits = a:byte() * 65536 + (b:byte() or 0) * 256 + (c:byte() or 0)
    local all = ""
    for place = 18, 0, -6 do
      local at = math.floor(bits / 2 ^ place) % 64 + 1
      all = all .. LETTERS:sub(at, at)
    end
    return all:sub(1, 2 + #b + #c) .. ("="):rep(2 - #b - #c)
  end
  return (text:gsub("(.)(.?)(.?)", letters))
end

local function selaras(locks, index, resource)
  local path = locks and "/lock" or "/unlock"
  return path, '{"resource_id":"' .. resource .. '","holder_id":"' .. holder .. '"}'
end

-- The key of an etcd lock is its name and its lease, which is a hexadecimal number there.
local function etcd(locks, index, resource)
  local lease = index % connections + 1
  if locks then
    return "/v3/lock/lock", '{"name":"' .. base64(resource) .. '","lease":' .. lease .. "}"
  end
  local key = base64(resource .. string.format("/%x", lease))
  return "/v3/lock/unlock", '{"key":"' .. key .. '"}'
end

function init(args)
  system = ({selaras = selaras, etcd = etcd})[args[1]]
  connections = tonumber(args[2])
end

function request()
  local round = math.floor(sent / (2 * RUN))
  local index = sent % RUN
  local locks = sent % (2 * RUN) < RUN
  sent = sent + 1
  local path, body = system(locks, index, holder .. "-" .. round .. "-" .. index)
  return wrk.format("POST", path, HEADERS, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("%.0f %.2f %.2f %d\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
