package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.server.access.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The url of a service as the dialects show it.
class VeiledDialectsTest {
  private final WebRig web = new WebRig();

  @BeforeEach
  void register() throws Exception {
    var body =
        """
        {"id": "hook", "url": "http://hook.test:81/in?token=s3cret&x", "groups": ["g"]}
        """;
    assertThat(web.post("/register", body).statusCode()).isEqualTo(201);
  }

  @AfterEach
  void stop() {
    web.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/status",
        "/status/hook",
        "/groups",
        "/groups/g",
        "/metrics?format=json",
        "/v1/services",
        "/v1/services/1"
      })
  void hasNoValuesOfItsQueryButForThoseWhoMayChangeIt(String path) throws Exception {
    var writer = "Bearer " + web.token("writer", Scope.WRITE);
    var reader = "Bearer " + web.token("reader", Scope.READ);

    assertThat(web.get(path).body()).contains("http://hook.test:81/in?token=***&***\"");
    assertThat(web.get(path, "Authorization", reader).body())
        .contains("http://hook.test:81/in?token=***&***\"");
    assertThat(web.get(path, "Authorization", writer).body())
        .contains("http://hook.test:81/in?token=s3cret&x\"");
  }

  @Test
  void standsInNoOtherForm() throws Exception {
    for (var path : new String[] {"/metrics", "/services", "/v1/services/1/events"}) {
      assertThat(web.get(path).body()).doesNotContain("s3cret");
    }
  }
}
