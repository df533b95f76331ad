-- Produce and consume as fast as the connections allow, of Selaras and of what it is compared with:
--
--   wrk -t1 -c50 -d10 -s jmeter/beside-queues.lua http://127.0.0.1:8001 -- selaras produce
--
-- First argument: selaras, elasticmq, webdis (Redis over HTTP), empty (a call that does nothing).
-- Second: produce, consume, produce10, consume10; a consume takes messages and acknowledges them with
-- a second call, of which webdis has none. The queue "load" has to have messages enough: an answer
-- without one is a failure. Prints: calls/s, p50 and p99 in ms, failures.
local JSON = {["Content-Type"] = "application/json"}
local PAYLOAD = ("x"):rep(100)
local MOST_UNDER_WAY = 64 -- calls without an answer yet when the time is over
local receipts = {}
empties = 0 -- global, for done()
local call, receipt_pattern, message_pattern
local threads = {}

local function repeated(count, text)
  local all = {}
  for i = 1, count do
    all[i] = text:gsub("#", i)
  end
  return table.concat(all, ",")
end

local function quoted(list)
  return '"' .. table.concat(list, '","') .. '"'
end

-- Each system: what it is sent for so many messages, or to acknowledge the receipts given.
local selaras = {
  produce = function(count)
    local message = '{"message":"' .. PAYLOAD .. '"}'
    local body = count == 1 and message or '{"messages":[' .. repeated(count, message) .. "]}"
    return wrk.format("POST", "/queue/produce/load", JSON, body)
  end,
  consume = function(count)
    return wrk.format("GET", "/queue/consume/load?visibility_ms=3600000&max=" .. count)
  end,
  ack = function(list)
    local body = #list == 1 and '{"receipt":' .. quoted(list) .. "}" or '{"receipts":[' .. quoted(list) .. "]}"
    return wrk.format("POST", "/queue/ack/load", JSON, body)
  end,
  receipt = '"receipt":"([^"]+)"',
  message = '"message_id"',
}

local function sqs(action, members)
  local headers = {["Content-Type"] = "application/x-amz-json-1.0", ["X-Amz-Target"] = "AmazonSQS." .. action}
  return wrk.format("POST", "/", headers, '{"QueueUrl":"http://localhost/000000000000/load",' .. members .. "}")
end

local elasticmq = {
  produce = function(count)
    if count == 1 then
      return sqs("SendMessage", '"MessageBody":"' .. PAYLOAD .. '"')
    end
    return sqs("SendMessageBatch", '"Entries":[' .. repeated(count, '{"Id":"#","MessageBody":"' .. PAYLOAD .. '"}') .. "]")
  end,
  consume = function(count)
    return sqs("ReceiveMessage", '"VisibilityTimeout":3600,"MaxNumberOfMessages":' .. count)
  end,
  ack = function(list)
    if #list == 1 then
      return sqs("DeleteMessage", '"ReceiptHandle":' .. quoted(list))
    end
    local entries = {}
    for i, receipt in ipairs(list) do
      entries[i] = '{"Id":"' .. i .. '","ReceiptHandle":"' .. receipt .. '"}'
    end
    return sqs("DeleteMessageBatch", '"Entries":[' .. table.concat(entries, ",") .. "]")
  end,
  receipt = '"ReceiptHandle":"([^"]+)"',
  message = '"MessageId"',
}

local webdis = {
  produce = function(count)
    return wrk.format("GET", "/LPUSH/load" .. ("/" .. PAYLOAD):rep(count))
  end,
  consume = function(count)
    return wrk.format("GET", "/RPOP/load/" .. count)
  end,
}

local empty = {
  produce = function(count)
    return wrk.format("POST", "/empty/queue", JSON, '{"message":"' .. PAYLOAD .. '"}')
  end,
  consume = function(count)
    return wrk.format("GET", "/empty/queue")
  end,
}

local systems = {selaras = selaras, elasticmq = elasticmq, webdis = webdis, empty = empty}

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  local system = systems[args[1]]
  local verb, count = args[2]:match("^(%a+)(%d*)$")
  count = tonumber(count) or 1
  receipt_pattern, message_pattern = system.receipt, system.message
  if verb == "produce" then
    local request = system.produce(count)
    call = function() return request end
    response = nil
  else
    local request = system.consume(count)
    call = function()
      local list = table.remove(receipts, 1)
      if list == nil and system.ack then
        empties = empties + 1 -- taken back when a message comes
      end
      return list and system.ack(list) or request
    end
  end
end

function request()
  return call()
end

-- An answer to an acknowledgement has receipts too, but no message.
function response(status, headers, body)
  if body == '{"RPOP":null}' then
    empties = empties + 1
  end
  if receipt_pattern == nil or not body:find(message_pattern, 1, true) then
    return
  end
  local list = {}
  for receipt in body:gmatch(receipt_pattern) do
    list[#list + 1] = receipt
  end
  receipts[#receipts + 1] = list
  empties = empties - 1
end

function done(summary, latency)
  local errors, without = summary.errors, 0
  for _, thread in ipairs(threads) do
    without = without + math.max(0, thread:get("empties") - MOST_UNDER_WAY)
  end
  io.write(string.format("%.0f %.2f %.2f %d\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout + without))
end
