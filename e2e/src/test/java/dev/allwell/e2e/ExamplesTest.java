package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @ParameterizedTest
  @ValueSource(strings = {"svc1", "svc2"})
  void theJarOfAnExampleHoldsAllItNeeds(String name) {
    Command command =
        Command.java("-jar", Product.example(name).toString())
            .plus("--port", "0", "--server", "http://127.0.0.1:1");
    try (ChildProcess example = command.start()) {
      example.awaitLine(name + ": listening on http://127.0.0.1:", LONG);
      example.awaitLine(name + ": not registered at http://127.0.0.1:1/register, trying on", LONG);
      example.signal("TERM");

      assertThat(example.awaitExit(LONG)).isZero();
    }
  }

  @Test
  void theJarOfTheJaxRsExampleHoldsAllItNeeds() throws Exception {
    Command command = Command.java("-jar", Product.example("jax-rs").toString()).plus("0");
    try (ChildProcess example = command.start()) {
      String line = example.awaitLine("listening on http://127.0.0.1:", LONG);
      String url = line.substring(line.indexOf("http://"));
      Command curl = Command.of("curl", "-s", url + "/orders/7", url + "/health");

      assertThat(curl.run(LONG).out()).containsExactly("order 7OK");
    }
  }

  @Test
  void theServersJarNamesItsMainClass() throws IOException {
    try (JarFile jar = new JarFile(Product.jar().toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();

      assertThat(manifest.getValue("Main-Class")).isEqualTo("dev.allwell.server.cli.Main");
      assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
    }
  }
}
