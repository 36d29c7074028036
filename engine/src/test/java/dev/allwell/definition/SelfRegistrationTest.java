package dev.allwell.definition;

import static dev.allwell.definition.Readings.defined;
import static dev.allwell.definition.Readings.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.HttpCheck;
import dev.allwell.model.HttpCheck.Expect;
import dev.allwell.model.HttpCheck.Format;
import dev.allwell.model.Identity;
import dev.allwell.model.Service;
import dev.allwell.model.StatusSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is different for a service that registers itself.
class SelfRegistrationTest {
  private final Definitions register = new Definitions(Defaults.REGISTER);

  private Service registered(String url) {
    return defined(register, Map.of("id", "svc1", "url", url));
  }

  @Test
  void hasItsOwnDefaults() {
    var service = registered("http://127.0.0.1:8081");

    assertThat(service.identity()).isEqualTo(new Identity("svc1", "svc1", "http://127.0.0.1:8081"));
    assertThat(service.schedule().interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(((HttpCheck) service.check()).expect())
        .isEqualTo(new Expect(StatusSet.OK, Format.AUTO));
  }

  @ParameterizedTest
  @CsvSource({
    "http://h, /health",
    "http://h/, /health",
    "http://h?a=b, /health?a=b",
    "http://h/?a=b&c, /health?a=b&c",
    "http://h/status, /status",
    "http://h/status/, /status/",
    "http://h//, //",
  })
  void healthIsAskedForUnlessTheUrlHasAPath(String url, String path) {
    var service = registered(url);

    assertThat(((HttpCheck) service.check()).path()).isEqualTo(path);
    assertThat(service.url()).isEqualTo(url);
  }

  @Test
  void mayTakeEveryOtherKey() {
    var keys =
        Map.of(
            "id", "svc1",
            "name", "svc1",
            "url", "tcp://127.0.0.1:1",
            "interval", "5s",
            "groups", List.of("a"));

    var service = defined(register, keys);

    assertThat(service.schedule().interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(service.labels().groups()).containsExactly("a");
  }

  @Test
  void whoRegistersItselfGivesAnIdAndAUrl() {
    assertThat(refused(Defaults.REGISTER, Map.of()))
        .containsExactly(
            "id: missing: expected an id such as \"checkout\"",
            "url: missing: expected a url such as \"https://shop.test/health\"");
    assertThat(refused(Defaults.REGISTER, Map.of("id", "", "url", "")))
        .containsExactly(
            "id: expected 1 to 128 letters, digits, \".\", \"_\" and \"-\", the first a letter or"
                + " digit, got \"\"",
            "url: expected a url such as \"https://shop.test/health\"");
    assertThat(refused(Defaults.REGISTER, Map.of("id", 1, "url", 2)))
        .containsExactly(
            "id: expected text, got 1: put it in quotes",
            "url: expected text, got 2: put it in quotes");
  }

  @Test
  void whoRegistersItselfHasNoOtherNameThanItsId() {
    assertThat(refused(Defaults.REGISTER, Map.of("id", "a", "name", "b", "url", "http://h")))
        .containsExactly("name: here the id is the name: leave it out");
  }
}
