package selaras.web;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Which paths are those of files of the WAR; all others are of the API. Here and not in web.xml,
 * where the server's own servlet has no name yet.
 */
@WebListener
public class Pages implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    event.getServletContext().getServletRegistration("default").addMapping("/console/*", "/docs/*");
  }
}
