package dev.allwell.tracker.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

class OwnAddressTest {
  /// A label is of 63 letters at most, so no name server is asked for this.
  static final String NO_NAME = "a".repeat(64) + ".invalid";

  private static final URI LOCAL = URI.create("http://127.0.0.1:4000");

  @Test
  void aBoundAddressIsTold() throws IOException {
    assertThat(seenFrom(LOCAL, "http", InetAddress.getByName("192.0.2.7"), "/health"))
        .isEqualTo("http://192.0.2.7:8080/health");
    assertThat(seenFrom(LOCAL, "https", InetAddress.getByName("2001:db8::7"), "/shop/health"))
        .isEqualTo("https://[2001:db8:0:0:0:0:0:7]:8080/shop/health");
  }

  @Test
  void aWildcardIsTheAddressThatSpeaksToTheServer() throws IOException {
    assertThat(seenFrom(LOCAL, "http", InetAddress.getByName("0.0.0.0"), ""))
        .isEqualTo("http://127.0.0.1:8080");
    assertThat(seenFrom(URI.create("https://127.0.0.1"), "http", InetAddress.getByName("::"), ""))
        .isEqualTo("http://127.0.0.1:8080");
    assertThat(seenFrom(URI.create("http://127.0.0.1"), "http", null, ""))
        .isEqualTo("http://127.0.0.1:8080");
  }

  @Test
  void aNameThatCannotBeResolvedIsSaid() {
    assertThatThrownBy(() -> seenFrom(URI.create("http://" + NO_NAME + ":4000"), "http", null, ""))
        .isInstanceOf(IOException.class)
        .hasMessage("the name " + NO_NAME + " cannot be resolved");
  }

  private static String seenFrom(
      URI server, String scheme, @org.jspecify.annotations.Nullable InetAddress bound, String path)
      throws IOException {
    return OwnAddress.seenFrom(server, new OwnAddress.Listening(scheme, bound, 8080, path))
        .toString();
  }
}
