package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiPageTest {
  private static final Path PAGE = Path.of("..", "docs", "api.md");

  /// With `-Dallwell.write` the page is written before it is compared.
  @Test
  void thePageSaysWhatTheContractSays() throws Exception {
    var rendered = new ApiPage(new ContractRules()).render();
    if (System.getProperty("allwell.write") != null) {
      Files.writeString(PAGE, rendered);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/api.md is behind openapi.yaml: run this test with -Dallwell.write")
        .isEqualTo(rendered);
  }
}
