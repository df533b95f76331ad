package selaras.boot;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/**
 * Has something done when the server has deployed this application, before it takes a call. The
 * last step of a deployment closes the libraries of the application, whoever loads a class from
 * them just then (StandardContext.start, WebappClassLoader.closeJARs(true): "zip file closed", and
 * a class whose initializer fails with it is lost until the node is started again). So no thread of
 * ours may run before that, and the listener of the servlet context is told before it.
 *
 * <p>The server tells of the end of a deployment by an event of its own, on the thread that
 * deploys. By reflection, since it publishes no library with these classes. Where there is no such
 * event the work is done at once.
 */
final class Deployment implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Deployment.class.getName());

  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final Runnable first;
  private AutoCloseable registration = () -> {};

  private Deployment(Runnable first) {
    this.first = first;
  }

  /**
   * @param first is done on the thread that deploys, with the class loader of the caller; when it
   *     fails, so does the deployment
   */
  static Deployment whenDoneThen(Runnable first) {
    Deployment deployment = new Deployment(first);
    try {
      deployment.listen();
    } catch (ReflectiveOperationException e) {
      LOG.log(Level.INFO, "this server does not tell when it has deployed: {0}", e.toString());
      first.run();
    }
    return deployment;
  }

  private void listen() throws ReflectiveOperationException {
    Class<?> globals = Class.forName("org.glassfish.internal.api.Globals");
    Class<?> service = Class.forName("org.glassfish.api.event.Events");
    Class<?> type = Class.forName("org.glassfish.api.event.EventListener");
    Object events = globals.getMethod("get", Class.class).invoke(null, service);
    Object listener =
        MethodHandleProxies.asInterfaceInstance(
            type,
            MethodHandles.lookup()
                .bind(this, "heard", MethodType.methodType(void.class, Object.class)));
    service.getMethod("register", type).invoke(events, listener);
    Method unregister = service.getMethod("unregister", type);
    registration = () -> unregister.invoke(events, listener);
  }

  private void heard(Object event) throws ReflectiveOperationException {
    if (!"Application_Running".equals(read(event, "name"))
        || read(read(event, "hook"), "getAppClassLoader") != loader) {
      return;
    }
    close();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      first.run();
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static Object read(Object object, String method) throws ReflectiveOperationException {
    return object.getClass().getMethod(method).invoke(object);
  }

  /** The one exception of a listener that ends a deployment; others are only logged. */
  private static RuntimeException failure(RuntimeException cause)
      throws ReflectiveOperationException {
    return (RuntimeException)
        Class.forName("org.glassfish.deployment.common.DeploymentException")
            .getConstructor(Throwable.class)
            .newInstance(cause);
  }

  /** Listens no more; again does nothing. */
  @Override
  public void close() {
    try {
      registration.close();
    } catch (Exception e) {
      LOG.log(Level.INFO, "still told of deployments", e);
    }
  }
}
