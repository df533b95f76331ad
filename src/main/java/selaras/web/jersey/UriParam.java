package selaras.web.jersey;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.util.function.Function;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;

/**
 * Gives a resource method its {@code @Context UriInfo}: that of the request at hand. Jersey itself
 * asks its injection for a proxy, anew for each call. Thread-safe.
 */
@Provider
public final class UriParam implements ValueParamProvider {
  @Override
  public Function<ContainerRequest, UriInfo> getValueProvider(Parameter parameter) {
    boolean asked =
        parameter.getRawType() == UriInfo.class && parameter.isAnnotationPresent(Context.class);
    return asked ? ContainerRequest::getUriInfo : null;
  }

  @Override
  public PriorityType getPriority() {
    return Priority.HIGH;
  }
}
