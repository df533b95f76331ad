-- Shows a token without writing anything: from now on an older one is refused.
--
-- KEYS, ARGV  those of fence.lua
--
-- Returns the newest token when this one is older, else nil.
return newer_token(KEYS, ARGV)
