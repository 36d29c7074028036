package dev.allwell.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {
  private static Credential read(String... headers) {
    return Credential.read(List.of(headers));
  }

  private static String basic(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void noHeaderIsNothing() {
    assertThat(read()).isEqualTo(Credential.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer t0ken", "bearer t0ken", "BEARER   t0ken "})
  void aBearersTokenIsWhatFollows(String header) {
    assertThat(read(header)).isEqualTo(new Credential.Shown("t0ken"));
  }

  @Test
  void ofBasicThePasswordIsTheTokenAndTheNameAnything() {
    assertThat(read("Basic " + basic("t0ken"))).isInstanceOf(Credential.Malformed.class);
    assertThat(read("Basic " + basic(":t0ken"))).isEqualTo(new Credential.Shown("t0ken"));
    assertThat(read("basic " + basic("who:t0:ken"))).isEqualTo(new Credential.Shown("t0:ken"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic !!!", "Digest x", "t0ken", "Bearerx y"})
  void whatCannotBeATokenIsNamedWithoutRepeatingIt(String header) {
    assertThat(read(header))
        .isInstanceOfSatisfying(
            Credential.Malformed.class,
            malformed -> assertThat(malformed.reason()).doesNotContain("t0ken", "!!!"));
  }

  @Test
  void twoHeadersAreOneTooMany() {
    assertThat(read("Bearer a", "Bearer b")).isInstanceOf(Credential.Malformed.class);
  }

  @Test
  void aCredentialDoesNotShowItsTextInALog() {
    assertThat(read("Bearer t0ken").toString()).doesNotContain("t0ken");
  }
}
