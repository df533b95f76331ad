package selaras.store.redis;

import java.util.List;

/** What a script is run with, once. */
public record ScriptCall(List<String> keys, List<String> args) {}
