package selaras.web;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import selaras.access.AccessSettings;
import selaras.access.Role;

/**
 * Lets callers come to those resource methods for which they have the role. In the open mode it is
 * not in the way at all.
 */
@Provider
public class Roles implements DynamicFeature {
  /** Behind the meters, so that what is refused is counted as one of the operation. */
  private static final int AFTER_METERS = 10_000;

  @Inject private AccessSettings settings;
  @Inject private Callers callers;

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    if (!settings.isOpen()) {
      Role needed = needed(resource.getResourceMethod());
      ContainerRequestFilter check = request -> BearerDoor.require(needed, callers.current());
      context.register(check, AFTER_METERS);
    }
  }

  /** A method that says nothing is none for everybody. */
  private static Role needed(Method method) {
    Needs needs = method.getAnnotation(Needs.class);
    return needs == null ? Role.OPERATOR : needs.value();
  }
}
