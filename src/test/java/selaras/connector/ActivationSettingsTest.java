package selaras.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.resource.spi.InvalidPropertyException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ActivationSettingsTest {
  private final QueueActivationSpec spec = new QueueActivationSpec();

  ActivationSettingsTest() {
    spec.setQueue("orders");
    spec.setResourceAdapter(new QueueResourceAdapter());
  }

  @Test
  void of_onlyTheQueue_defaults() throws InvalidPropertyException {
    ActivationSettings settings = ActivationSettings.of(spec);

    assertThat(settings.queue()).isEqualTo("orders");
    assertThat(settings.nodes()).hasSize(3).contains(URI.create("http://127.0.0.1:8001"));
    assertThat(settings.visibility()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void of_nodesOfTheBean_beforeThoseOfTheAdapter() throws InvalidPropertyException {
    spec.setNodes("http://a:1, https://b");

    assertThat(ActivationSettings.of(spec).nodes())
        .containsExactly(URI.create("http://a:1"), URI.create("https://b"));
  }

  @Test
  void validate_wrongProperty_namesIt() {
    refused("queue", one -> one.setQueue(null));
    refused("queue", one -> one.setQueue(" "));
    refused("queue", one -> one.setQueue("a\\b"));
    refused("queue", one -> one.setQueue("a\tb"));
    refused("queue", one -> one.setQueue("a/..."));
    refused("queue", one -> one.setQueue("."));
    refused("queue", one -> one.setQueue(".."));
    refused("queue", one -> one.setQueue("a\uD83D"));
    refused("nodes", one -> one.setNodes("127.0.0.1:8001"));
    refused("nodes", one -> one.setNodes("http://a:1,,"));
    refused("maxConcurrency", one -> one.setMaxConcurrency("0"));
    refused("maxConcurrency", one -> one.setMaxConcurrency("many"));
    refused("visibility", one -> one.setVisibility("999"));
    refused("maxDeliveries", one -> one.setMaxDeliveries("-1"));
    refused("redeliveryDelay", one -> one.setRedeliveryDelay("43200001"));
    refused("pollWait", one -> one.setPollWait("60001"));
    refused("requestTimeout", one -> one.setRequestTimeout("3s"));
    refused("stopTimeout", one -> one.setStopTimeout("99999999999"));
  }

  private static void refused(String property, Consumer<QueueActivationSpec> mistake) {
    QueueActivationSpec spec = new QueueActivationSpec();
    spec.setQueue("orders");
    spec.setNodes("http://a:1");
    mistake.accept(spec);

    InvalidPropertyException refusal =
        catchThrowableOfType(InvalidPropertyException.class, spec::validate);

    assertThat(refusal).hasMessageContaining("activation property " + property + " ");
    assertThat(refusal.getInvalidPropertyDescriptors()[0].getName()).isEqualTo(property);
  }
}
