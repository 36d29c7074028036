package dev.allwell.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelfRegistrationTest {
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Announcement.Rhythm QUICK =
      new Announcement.Rhythm(
          Duration.ofMillis(1),
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMinutes(1));
  private static final Announcement.Rhythm ONCE = QUICK.renewing(Duration.ofDays(1));
  private static final URI HERE = URI.create("http://10.0.0.7:8080");

  private final Logs logs = new Logs();
  private FakeAllwell allwell;

  @BeforeEach
  void open() throws IOException {
    allwell = new FakeAllwell();
  }

  @AfterEach
  void close() {
    allwell.close();
    // or they would speak into the next test's log
    Patience.until("registrations end", () -> Threads.of("allwell-registration") == 0);
    logs.close();
  }

  private static SelfRegistration.Builder shop() {
    return SelfRegistration.of("shop", HERE).rhythm(ONCE);
  }

  private static FakeAllwell.Asked next(FakeAllwell server) throws InterruptedException {
    return Patience.next(server.asked);
  }

  private void awaitLog(String line) throws InterruptedException {
    String found = Patience.next(logs.lines);
    while (!found.contains(line)) {
      found = Patience.next(logs.lines);
    }
  }

  @Nested
  class AtAServerThatTakesIt {
    @Test
    void idUrlAndAttributesAreAnnouncedOnce() throws Exception {
      try (SelfRegistration registration =
          shop().server(allwell.url()).attributes(Map.of("zone", "b\"")).start()) {
        assertThat(next(allwell))
            .isEqualTo(
                new FakeAllwell.Asked(
                    "POST",
                    "/register",
                    Optional.empty(),
                    "{\"id\":\"shop\",\"url\":\"http://10.0.0.7:8080\","
                        + "\"attributes\":{\"zone\":\"b\\\"\"}}"));
        awaitLog("INFO registered at " + allwell.url() + "/register");
        assertThat(registration).isNotNull();
      }
      assertThat(allwell.asked).as("nothing more, not even at the end").isEmpty();
    }

    @Test
    void whatElseIsSetIsSaidInTheServersWords() throws Exception {
      try (SelfRegistration registration =
          shop()
              .server(allwell.url())
              .interval(Duration.ofSeconds(5))
              .group("front")
              .group("paid")
              .start()) {
        assertThat(next(allwell).body())
            .isEqualTo(
                "{\"id\":\"shop\",\"url\":\"http://10.0.0.7:8080\",\"interval\":\"5000ms\","
                    + "\"groups\":[\"front\",\"paid\"],\"attributes\":{}}");
        assertThat(registration).isNotNull();
      }
    }

    @Test
    void itIsRenewedWithoutAWord() throws Exception {
      try (SelfRegistration registration = shop().rhythm(QUICK).server(allwell.url()).start()) {
        String first = next(allwell).body();
        for (int renewal = 0; renewal < 5; renewal++) {
          assertThat(next(allwell).body()).isEqualTo(first);
        }
        assertThat(registration).isNotNull();
      }
      assertThat(logs.lines).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"'', /register", "/, /register", "/allwell, /allwell/register", "/a/, /a/register"})
    void theServersPathIsKept(String path, String asked) throws Exception {
      try (SelfRegistration registration =
          shop().server(URI.create(allwell.url() + path)).start()) {
        assertThat(next(allwell).path()).isEqualTo(asked);
        assertThat(registration).isNotNull();
      }
    }

    @Test
    void aTokenIsShown() throws Exception {
      try (SelfRegistration registration = shop().server(allwell.url(), "allwell_abc\n").start()) {
        assertThat(next(allwell).token()).hasValue("Bearer allwell_abc");
        assertThat(registration).isNotNull();
      }
    }
  }

  @Nested
  class AtAServerInTrouble {
    @Test
    void itIsTriedUntilTheServerSaysCreatedAndEachCauseIsLoggedOnce() throws Exception {
      allwell.tell(503, "{\"error\":\"too\nmuch\"}");
      allwell.tell(503, "{\"error\":\"too\nmuch\"}");
      allwell.tell(401, "");
      allwell.tell(200, "x".repeat(100_000));
      try (SelfRegistration registration = shop().server(allwell.url()).start()) {
        for (int attempt = 0; attempt < 5; attempt++) {
          next(allwell);
        }
        awaitLog("INFO registered at");
        assertThat(registration).isNotNull();
      }
      assertThat(allwell.asked).isEmpty();
    }

    @Test
    void theLogSaysWhatTheServerSaidInOneLine() throws Exception {
      allwell.tell(503, "{\"error\":\"too\nmuch\"}");
      allwell.tell(200, "x".repeat(100_000));
      try (SelfRegistration registration = shop().server(allwell.url()).start()) {
        String where = allwell.url() + "/register, trying on: ";
        assertThat(Patience.next(logs.lines))
            .isEqualTo(
                "WARNING not registered at " + where + "it answered 503: {\"error\":\"too much\"}");
        assertThat(Patience.next(logs.lines))
            .isEqualTo(
                "WARNING not registered at " + where + "it answered 200: " + "x".repeat(500));
        assertThat(Patience.next(logs.lines)).startsWith("INFO registered at");
        assertThat(registration).isNotNull();
      }
    }

    @Test
    void retryAfterIsHeeded() throws Exception {
      allwell.tell(429, "1", "");
      long began = System.nanoTime();
      try (SelfRegistration registration = shop().server(allwell.url()).start()) {
        next(allwell);
        next(allwell);

        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(1_000_000_000L);
        assertThat(registration).isNotNull();
      }
    }

    @Test
    void eachServerIsOnItsOwn() throws Exception {
      try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
          FakeAllwell other = new FakeAllwell()) {
        URI hanging = URI.create("http://127.0.0.1:" + silent.getLocalPort());
        try (SelfRegistration registration =
            shop()
                .server(hanging)
                .server(allwell.url())
                .server(URI.create("not an address".replace(' ', '-')))
                .server(other.url(), "t")
                .start()) {
          try (Socket held = silent.accept()) {
            assertThat(held.isConnected()).isTrue();
            assertThat(next(allwell).method()).isEqualTo("POST");
            assertThat(next(other).method()).isEqualTo("POST");
          }
          assertThat(registration).isNotNull();
        }
      }
    }

    @Test
    void aServerThatIsNotThereIsTriedOn() throws Exception {
      // a port of our own that nobody else can take meanwhile, and that refuses once it is closed
      URI gone = allwell.url();
      allwell.close();
      try (SelfRegistration registration = shop().server(gone).start()) {
        assertThat(Patience.next(logs.lines)).startsWith("WARNING not registered at " + gone);
        assertThat(registration).isNotNull();
      }
    }
  }

  @Nested
  class TheHost {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "nothing",
          "ftp://127.0.0.1:21",
          "http:/path",
          "http://user:word@127.0.0.1/",
          "/"
        })
    void hearsOfNoAddressThatIsNone(String address) throws Exception {
      try (SelfRegistration registration =
          shop().server(URI.create(address)).server(allwell.url()).start()) {
        assertThat(Patience.next(logs.lines))
            .contains("its address is not of the form http://host:port")
            .doesNotContain("word");
        next(allwell);
        assertThat(registration).isNotNull();
      }
    }

    @Test
    void hearsOfNoTokenThatIsNoneAndNobodyReadsIt() throws Exception {
      try (SelfRegistration registration = shop().server(allwell.url(), "secret word").start()) {
        assertThat(Patience.next(logs.lines))
            .contains("its token has characters that no token has")
            .doesNotContain("secret");
        assertThat(registration).isNotNull();
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT8784H", "PT2562047788015215H"})
    void hearsOfNoRenewalThatCannotBe(String renewal) throws Exception {
      try (SelfRegistration registration =
          shop().server(allwell.url()).renewal(Duration.parse(renewal)).start()) {
        assertThat(Patience.next(logs.lines))
            .isEqualTo(
                "WARNING not registered at 127.0.0.1: its renewal is "
                    + renewal
                    + ", expected more than 0, up to 365 days");
        assertThat(registration).isNotNull();
      }
      assertThat(allwell.asked).isEmpty();
    }

    @Test
    void mayHaveNoTokenWhereItLooksForOne() throws Exception {
      try (SelfRegistration registration =
          shop().server(allwell.url(), System.getenv("ALLWELL_NO_SUCH_TOKEN")).start()) {
        assertThat(next(allwell).token()).isEmpty();
        assertThat(registration).isNotNull();
      }
    }

    /// In JVMs that did nothing before, as an application at its start.
    @Test
    void isNotHeldUpByItsStart() throws Exception {
      try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
        long best = Long.MAX_VALUE;
        // the best of several: the machine may be busy, the start may not
        for (int i = 0; i < 10 && best >= MOST_NANOS; i++) {
          best = Math.min(best, ColdStart.nanos("http://127.0.0.1:" + silent.getLocalPort()));
        }

        assertThat(best).isLessThan(MOST_NANOS);
      }
    }

    @Test
    void isLeftWithoutThreadsOnceClosed() throws Exception {
      SelfRegistration registration = shop().server(allwell.url()).start();
      next(allwell);
      registration.close();

      Patience.until("threads end", () -> Threads.of("allwell-registration") == 0);
    }
  }

  @Nested
  class Leaving {
    @Test
    void deregistersIfAsked() throws Exception {
      SelfRegistration registration =
          SelfRegistration.of("my shop", HERE)
              .rhythm(ONCE)
              .server(allwell.url(), "t")
              .deregisterAtClose(true)
              .start();
      next(allwell);
      registration.close();

      assertThat(next(allwell))
          .isEqualTo(
              new FakeAllwell.Asked("DELETE", "/register/my%20shop", Optional.of("Bearer t"), ""));
      registration.close();
      assertThat(allwell.asked).isEmpty();
    }

    @Test
    void deregistersWhenTheJvmIsToldToEnd() throws Exception {
      Process host =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--module-path",
                  Path.of("target", "classes").toString(),
                  "--add-modules",
                  "dev.allwell.tracker",
                  "--class-path",
                  Path.of("target", "test-classes").toString(),
                  "dev.allwell.host.Host",
                  allwell.url().toString())
              .inheritIO()
              .start();
      try {
        assertThat(next(allwell).method()).isEqualTo("POST");
        host.destroy();

        assertThat(next(allwell).method()).isEqualTo("DELETE");
        assertThat(host.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
      } finally {
        host.destroyForcibly();
      }
    }

    @Test
    void leavesAnIdAloneThatIsAnothers() throws Exception {
      allwell.tell(201, "");
      for (int i = 0; i < 10_000; i++) {
        allwell.tell(409, "");
      }
      SelfRegistration registration =
          shop()
              .rhythm(ONCE.renewing(Duration.ofMillis(1)))
              .server(allwell.url())
              .deregisterAtClose(true)
              .start();
      awaitLog("registered at");
      awaitLog("it answered 409");
      registration.close();

      assertThat(allwell.asked).extracting(FakeAllwell.Asked::method).doesNotContain("DELETE");
    }

    @Test
    void tellsNobodyWhoNeverTookIt() throws Exception {
      allwell.tell(403, "300", "");
      SelfRegistration registration = shop().server(allwell.url()).deregisterAtClose(true).start();
      awaitLog("it answered 403");
      registration.close();

      assertThat(allwell.asked).hasSize(1);
    }

    @Test
    void saysWhenTheServerDoesNotLetItGo() throws Exception {
      allwell.tell(201, "");
      allwell.tell(409, "{\"error\":\"the file owns it\"}");
      SelfRegistration registration = shop().server(allwell.url()).deregisterAtClose(true).start();
      next(allwell);
      registration.close();

      awaitLog("it answered 409: {\"error\":\"the file owns it\"}");
    }

    @Test
    void doesNotWaitForAServerThatHangs() throws Exception {
      try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        SelfRegistration registration =
            shop()
                .server(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                .deregisterAtClose(true)
                .start();
        try (Socket held = silent.accept()) {
          registration.close();
          assertThat(held.isClosed()).isFalse();

          awaitLog("not every server has heard that this service is gone");
        }
      }
    }
  }

  @Nested
  class Waits {
    @ParameterizedTest
    @CsvSource({"1, 500", "2, 1000", "3, 2000", "6, 16000", "7, 30000", "2000000000, 30000"})
    void areBoundByTheDoubleOfTheLast(int failures, long millis) {
      assertThat(Announcement.Rhythm.USUAL.boundNanos(failures))
          .isEqualTo(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void areNoShorterThanTheServerAsks() {
      assertThat(QUICK.waitNanos(1, 7_000_000_000L)).isBetween(7_000_000_000L, 7_001_000_000L);
    }

    @Test
    void fillTheirBoundAfterFailures() {
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int i = 0; i < 10_000; i++) {
        long wait = Announcement.Rhythm.USUAL.waitNanos(2, 0);
        least = Math.min(least, wait);
        most = Math.max(most, wait);
      }

      assertThat(least).isBetween(0L, TimeUnit.MILLISECONDS.toNanos(100));
      assertThat(most).isBetween(TimeUnit.MILLISECONDS.toNanos(900), TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void areATenthApartBetweenRenewals() {
      for (int i = 0; i < 1_000; i++) {
        assertThat(Announcement.Rhythm.USUAL.waitNanos(0, 0))
            .isBetween(TimeUnit.SECONDS.toNanos(54), TimeUnit.SECONDS.toNanos(60));
      }
    }
  }
}
