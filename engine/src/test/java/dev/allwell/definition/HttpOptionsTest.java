package dev.allwell.definition;

import static dev.allwell.definition.Readings.defined;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.BodyExpect;
import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.HttpCheck.Conduct;
import dev.allwell.model.HttpCheck.Version;
import dev.allwell.model.JsonPath;
import dev.allwell.model.JsonScalar;
import dev.allwell.model.Secret;
import dev.allwell.model.Service;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpOptionsTest {
  private final Definitions definitions = new Definitions(Defaults.CONFIG);

  @Test
  void nothingSaidIsTheDefault() {
    HttpCheck check = http(definitions, Map.of(), Map.of());
    assertThat(check.request()).isEqualTo(HttpCheck.Request.GET);
    assertThat(check.conduct()).isSameAs(Conduct.DEFAULT);
    assertThat(check.expect().body()).isEqualTo(BodyExpect.NONE);
  }

  @Test
  void whoAsksIsReadAndNeverShown() {
    var basic = Map.of("auth", Map.of("basic", Map.of("username", "w", "password", "hush")));
    HttpCheck check = http(definitions, basic, Map.of());
    assertThat(check.request().auth()).isEqualTo(new HttpAuth.Basic("w", new Secret("hush")));
    HttpCheck other =
        http(
            definitions,
            Map.of(
                "auth",
                Map.of("bearer", "hush"),
                "secret-headers",
                Map.of("X-Key", "hush"),
                "headers",
                Map.of("X-Plain", "hush"),
                "body",
                "hush"),
            Map.of());
    assertThat(other.request().auth()).isEqualTo(new HttpAuth.Bearer(new Secret("hush")));
    assertThat(other.request().secretHeaders()).containsEntry("X-Key", new Secret("hush"));
    assertThat(check.toString() + other).doesNotContain("hush");
  }

  @Test
  void secretsAreReadFromFilesWhereThatIsAllowed() {
    var files = new Definitions(Defaults.CONFIG, (path, _) -> Optional.of("in " + path));
    HttpCheck check =
        http(
            files,
            Map.of(
                "auth",
                Map.of("basic", Map.of("username", "w", "password-file", "/p")),
                "secret-headers",
                Map.of("X-Key-file", "/k")),
            Map.of());
    assertThat(check.request().auth()).isEqualTo(new HttpAuth.Basic("w", new Secret("in /p")));
    assertThat(check.request().secretHeaders()).containsEntry("X-Key", new Secret("in /k"));
  }

  @ParameterizedTest
  @CsvSource({
    "Shop.Test, shop.test",
    "shop.test:8080, shop.test:8080",
    "b\u00fccher.test, xn--bcher-kva.test",
    "'[::1]', '[::1]'",
    "'[::1]:81', '[::1]:81'",
    "10.0.0.1:1, 10.0.0.1:1",
  })
  void aHostIsReadAsInAUrl(String given, String host) {
    assertThat(http(definitions, Map.of("host", given), Map.of()).request().host()).contains(host);
  }

  @Test
  void aVersionMayBeANumber() {
    for (Object two : List.of(2, "2", 2L)) {
      assertThat(http(definitions, Map.of("version", two), Map.of()).conduct().version())
          .isEqualTo(Version.HTTP_2);
    }
    for (Object one : List.of(1.1, "1.1", new BigDecimal("1.1"))) {
      assertThat(http(definitions, Map.of("version", one), Map.of()).conduct().version())
          .isEqualTo(Version.HTTP_1_1);
    }
    assertThat(http(definitions, Map.of("version", "auto"), Map.of()).conduct().version())
        .isEqualTo(Version.AUTO);
  }

  @Test
  void whatABodyMustHoldIsRead() {
    var json = new HashMap<String, Object>();
    json.put("$.status", "UP");
    json.put("$.checks[0].n", 1.50);
    json.put("$.error", null);
    json.put("$.ok", true);
    var body = Map.of("contains", "UP", "regex", "v\\d+", "json", json);
    BodyExpect read =
        http(definitions, Map.of("max-body", "1KiB"), Map.of("body", body)).expect().body();
    assertThat(read.contains()).contains("UP");
    assertThat(read.regex()).contains("v\\d+");
    assertThat(read.json())
        .containsEntry(JsonPath.of("$['status']"), new JsonScalar.Text("UP"))
        .containsEntry(JsonPath.of("$.checks[0].n"), new JsonScalar.Numeric(new BigDecimal("1.5")))
        .containsEntry(JsonPath.of("$.error"), new JsonScalar.Null())
        .containsEntry(JsonPath.of("$.ok"), new JsonScalar.Flag(true))
        .hasSize(4);
    assertThat(http(definitions, Map.of("max-body", "1KiB"), Map.of()).conduct().maxBody())
        .isEqualTo(1024);
  }

  @Test
  void aServiceThatNamesAnotherSecretIsAnotherService() {
    Service one = service(definitions, Map.of("auth", Map.of("bearer", "a")), Map.of());
    Service other = service(definitions, Map.of("auth", Map.of("bearer", "b")), Map.of());
    assertThat(one.check().equals(other.check())).isFalse();
    assertThat(one)
        .isEqualTo(service(definitions, Map.of("auth", Map.of("bearer", "a")), Map.of()));
  }

  @Test
  void nullIsLeftOut() {
    assertThat(http(definitions, Collections.singletonMap("auth", null), Map.of()).request())
        .isEqualTo(HttpCheck.Request.GET);
  }

  private static HttpCheck http(
      Definitions definitions, Map<String, ?> http, Map<String, ?> expect) {
    return (HttpCheck) service(definitions, http, expect).check();
  }

  private static Service service(
      Definitions definitions, Map<String, ?> http, Map<String, ?> expect) {
    return defined(
        definitions,
        Map.of("name", "shop", "url", "https://shop.test", "http", http, "expect", expect));
  }
}
