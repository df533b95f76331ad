package selaras.boot;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;

/**
 * Has something done when the server has deployed this application. The last step of a deployment
 * closes the libraries of the application, whoever loads a class from them just then
 * (StandardContext.start, WebappClassLoader.closeJARs(true): "zip file closed", and a class whose
 * initializer fails with it is lost until the node is started again). So no thread of ours may need
 * a class before that, and the listener of the servlet context is told before it.
 *
 * <p>The server tells of the end of a deployment by an event of its own, on the thread that
 * deploys; it may take calls by then, where its port is open. By reflection, since it publishes no
 * library with these classes. Where there is no such event the work is done at once.
 */
final class Deployment implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Deployment.class.getName());

  private final ClassLoader loader = Deployment.class.getClassLoader();
  private final Runnable first;
  private Server server;
  private AutoCloseable registration = () -> {};

  /**
   * @param first is done on the thread that deploys, with the application's class loader; when it
   *     fails, so does the deployment
   */
  Deployment(Runnable first) {
    this.first = first;
  }

  /** To be called while the server deploys. */
  void listen() {
    try {
      server = new Server();
      registration = server.register(this);
    } catch (ReflectiveOperationException e) {
      LOG.log(Level.INFO, "this server does not tell when it has deployed: {0}", e.toString());
      first.run();
    }
  }

  /** Of any application. */
  private void heard(Object event) throws ReflectiveOperationException {
    if (!server.hasDeployed(event, loader)) {
      return;
    }
    close();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      first.run();
    } catch (RuntimeException | Error e) {
      throw server.failure(e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
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

  /** What this needs of the server, found before anything is done with it. */
  private static final class Server {
    private final Class<?> listener;
    private final Object events;
    private final Method register;
    private final Method unregister;
    private final Method name;
    private final Method hook;
    private final Method appClassLoader;
    private final Constructor<?> deploymentException;

    Server() throws ReflectiveOperationException {
      listener = Class.forName("org.glassfish.api.event.EventListener");
      Class<?> service = Class.forName("org.glassfish.api.event.Events");
      Class<?> event = Class.forName("org.glassfish.api.event.EventListener$Event");
      register = service.getMethod("register", listener);
      unregister = service.getMethod("unregister", listener);
      name = event.getMethod("name");
      hook = event.getMethod("hook");
      appClassLoader =
          Class.forName("org.glassfish.internal.data.ApplicationInfo")
              .getMethod("getAppClassLoader");
      deploymentException =
          Class.forName("org.glassfish.deployment.common.DeploymentException")
              .getConstructor(Throwable.class);
      events =
          Class.forName("org.glassfish.internal.api.Globals")
              .getMethod("get", Class.class)
              .invoke(null, service);
      if (events == null) {
        throw new ClassNotFoundException("no service " + service);
      }
    }

    AutoCloseable register(Deployment deployment) throws ReflectiveOperationException {
      Object told =
          MethodHandleProxies.asInterfaceInstance(
              listener,
              MethodHandles.lookup()
                  .bind(deployment, "heard", MethodType.methodType(void.class, Object.class)));
      register.invoke(events, told);
      return () -> unregister.invoke(events, told);
    }

    boolean hasDeployed(Object event, ClassLoader application) throws ReflectiveOperationException {
      return "Application_Running".equals(name.invoke(event))
          && appClassLoader.invoke(hook.invoke(event)) == application;
    }

    /** The one exception of a listener that ends a deployment; others are only logged. */
    RuntimeException failure(Throwable cause) throws ReflectiveOperationException {
      return (RuntimeException) deploymentException.newInstance(cause);
    }
  }
}
