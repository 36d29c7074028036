package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Endpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
  private static final Location.Place BASE =
      new Location.Place(true, new Endpoint("a.test", 8443), "/b/c/d?q");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "http://x.test, http x.test 80 /",
        "https://x.test, https x.test 443 /",
        "HTTP://X.test:81/y, http X.test 81 /y",
        "http://x.test:/y, http x.test 80 /y",
        "http://u:p@x.test/y, http x.test 80 /y",
        "http://[::1]:81/y, http ::1 81 /y",
        "http://x.test?z=1, http x.test 80 /?z=1",
        "http://x.test/y?z#frag, http x.test 80 /y?z",
        "//x.test/y, https x.test 443 /y",
        "/y, https a.test 8443 /y",
        "y, https a.test 8443 /b/c/y",
        "./y, https a.test 8443 /b/c/y",
        "../y, https a.test 8443 /b/y",
        "../../../../y, https a.test 8443 /y",
        "/x/./y/../z/, https a.test 8443 /x/z/",
        "?z, https a.test 8443 /b/c/d?z",
        "#frag, https a.test 8443 /b/c/d?q",
        "/ä b, https a.test 8443 /%C3%A4%20b",
      })
  void aPlaceIsReadAsTheStandardSays(String header, String place) {
    assertThat(Location.read(header, BASE, Caps.DEFAULT.location()))
        .isInstanceOfSatisfying(
            Location.Place.class,
            to ->
                assertThat(
                        String.join(
                            " ",
                            to.tls() ? "https" : "http",
                            to.endpoint().host(),
                            Integer.toString(to.endpoint().port()),
                            to.path()))
                    .isEqualTo(place));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http:///x",
        "http:x",
        "https:/x",
        "http://a b/",
        "http://x.test:0/",
        "http://x.test:99999/",
        "http://x.test:8a/",
        "http://ä.test/",
        "http://x%2etest/",
        "http://[::1/",
        "http://x.test\\@y.test/",
        "/\\x.test"
      })
  void whatIsNoPlaceIsNowhere(String header) {
    assertThat(Location.read(header, BASE, Caps.DEFAULT.location()))
        .isEqualTo(new Location.Nowhere());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://x/", "file:///etc/passwd", "javascript:alert(1)", "data:,x", "ws://x/"})
  void anotherSchemeIsForeign(String header) {
    assertThat(Location.read(header, BASE, Caps.DEFAULT.location()))
        .isInstanceOf(Location.Foreign.class);
  }
}
