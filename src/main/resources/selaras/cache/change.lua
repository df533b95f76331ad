-- Makes a change of a partition known; Java puts this text before the scripts that change something.
--
-- A partition is a hash: s, the number of its last change; f, a version which no entry that is gone
-- had or can have exceeded. Its key and those of all its entries share a hash slot.

-- Numbers the change and tells all nodes; existed: also that what they have of the key is old.
-- A Redis that has lost its last changes does not give their numbers to others: time has passed.
-- Milliseconds, since cjson keeps 14 digits.
-- Returns the number.
local function changed(partition, key, sender, changes, invalidations, existed)
  local before = tonumber(redis.call('HGET', partition, 's') or 0)
  local time = redis.call('TIME')
  local sequence = math.max(before + 1, time[1] * 1000 + math.floor(time[2] / 1000))
  redis.call('HSET', partition, 's', string.format('%.0f', sequence))
  redis.call('PUBLISH', changes, string.format('%.0f|%.0f|', sequence, before) .. key .. '|' .. sender)
  if existed then
    redis.call('PUBLISH', invalidations, key .. '|' .. sender)
  end
  return sequence
end

local function floor_of(partition)
  return tonumber(redis.call('HGET', partition, 'f') or 0)
end

-- An entry of that version is gone or may go by its time to live: the next one gets a higher one.
local function raise_floor(partition, version)
  if version > floor_of(partition) then
    redis.call('HSET', partition, 'f', version)
  end
end
