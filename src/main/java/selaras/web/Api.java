package selaras.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Serves every JAX-RS resource of the WAR at the context root. */
@ApplicationPath("/")
public class Api extends Application {}
