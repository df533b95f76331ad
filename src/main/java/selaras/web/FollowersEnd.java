package selaras.web;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** A node that stops does not wait for those who follow it. */
@WebListener
public class FollowersEnd implements ServletContextListener {
  @Inject private Followers followers;

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    followers.close();
  }
}
