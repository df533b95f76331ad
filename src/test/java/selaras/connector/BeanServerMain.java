package selaras.connector;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * A Payara Micro with the resource adapter, which deploys and undeploys the application as it is
 * told on its standard input, and says so on its standard output.
 */
final class BeanServerMain {
  private BeanServerMain() {}

  public static void main(String[] args) throws BootstrapException, IOException {
    File application = new File(args[2]);
    PayaraMicroRuntime server =
        PayaraMicro.getInstance()
            .setNoCluster(true)
            .setHttpPort(Integer.parseInt(args[0]))
            .addDeployment(args[1])
            .addDeployment(args[2])
            .bootStrap();
    say(server.getDeployedApplicationNames().size() == 2 ? "deployed 0" : "failed: deployed 0");
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      if (order.startsWith("undeployed")) {
        server.undeploy(application.getName().replace(".war", ""));
      } else if (!server.deploy(application)) {
        order = "failed: " + order;
      }
      say(order);
    }
    server.shutdown();
  }

  private static void say(String what) {
    System.out.println("bean server: " + what);
  }
}
