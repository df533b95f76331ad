-- Makes messages ready whose lease or delay is over; those delivered too often become dead letters.
-- KEYS    1 to 7 of prelude.lua
-- ARGV    1 messages to move at most, of the leased and of the delayed each,
--         2 deliveries before one is given up
-- Returns how many were moved
return give_back(LEASED, ARGV[1], ARGV[2]) + give_back(DELAYED, ARGV[1], ARGV[2])
