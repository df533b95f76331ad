package selaras.lock;

/** A resource and the mode in which it is wanted or held. */
public record Want(String resource, LockMode mode) {}
