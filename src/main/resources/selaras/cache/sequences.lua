-- The number of the last change of each partition.
--
-- KEYS    partitions: see change.lua
--
-- Returns the numbers in the order of the keys.
local numbers = {}
for i, partition in ipairs(KEYS) do
  numbers[i] = tonumber(redis.call('HGET', partition, 's') or 0)
end
return numbers
