package selaras.web;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** A node that stops does not wait for those who listen to it. */
@WebListener
public class StreamsEnd implements ServletContextListener {
  @Inject private Streams streams;

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    streams.close();
  }
}
