package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("alone")
class HostileRequestTest {
  private static final Limits HASTY =
      new Limits(
          8,
          64,
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20));
  private WebRig web;

  @BeforeEach
  void start() {
    web = WebRig.with(HASTY);
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(web.get("/livez").statusCode()).isEqualTo(200);
    web.close();
  }

  private static String head(String requestLine, String... headers) {
    var more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return requestLine + " HTTP/1.1\r\nHost: localhost\r\n" + more;
  }

  @Nested
  class Malformed {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "garbage|400",
          "GET|400",
          "GET /status|400",
          "GET  /status  HTTP/1.1  x|400",
          "GET /status HTTP/9.9|505",
          "GET /status HTTP/2.0|505",
          "GET http://localhost/status HTTP/1.1|400",
          "GET status HTTP/1.1|400",
          "CONNECT localhost:4000 HTTP/1.1|400",
          "OPTIONS * HTTP/1.1|400",
          "GET /status/%zz HTTP/1.1|400",
          "GET /status/%ff%fe HTTP/1.1|404",
        })
    void aRequestLineIsRefused(String line, int status) throws IOException {
      assertThat(web.raw(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Content-Length: 2\r\nTransfer-Encoding: chunked",
          "Transfer-Encoding: chunked\r\nContent-Length: 2",
          "Content-Length: 2\r\nContent-Length: 3",
          "Content-Length: 2\r\nContent-Length: 2",
          "Content-Length: 2, 2",
          "Content-Length: -1",
          "Content-Length: +2",
          "Content-Length: 0x2",
          "Content-Length: 99999999999999999999",
          "Content-Length : 2",
          "Transfer-Encoding : chunked",
          "Transfer-Encoding: xchunked",
          "Transfer-Encoding: chunked, identity",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
          "no colon",
          ": empty",
          "X-Nul: a\0b",
          "X(Y): 1"
        })
    void aHeaderThatTwoReadersCouldReadDifferentlyIsRefused(String header) throws IOException {
      var answer = web.raw(head("POST /register", header) + "\r\n2\r\n{}\r\n0\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 400 ").containsIgnoringCase("connection: close");
      assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer").hasSize(2);
    }

    @Test
    void chunksInHttp10AreRefused() throws IOException {
      var old =
          head("POST /register", "Transfer-Encoding: chunked").replace("HTTP/1.1", "HTTP/1.0");
      assertThat(web.raw(old + "\r\n2\r\n{}\r\n0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"xyz\r\n{}\r\n0\r\n\r\n", "-2\r\n{}\r\n", "2\r\n{}0\r\n\r\n", "2\n{}\n0\n\n"})
    void aBrokenChunkIsRefused(String chunks) throws IOException {
      assertThat(web.raw(head("POST /register", "Transfer-Encoding: chunked") + "\r\n" + chunks))
          .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void bareLineFeedsAreRefused() throws IOException {
      assertThat(web.raw("GET /status HTTP/1.1\nHost: localhost\n\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void binaryNoiseNeverGetsMoreThanA4xx() throws IOException {
      long seed = 20_260_304;
      var random = new Random(seed);
      for (int i = 0; i < 50; i++) {
        var noise = new byte[random.nextInt(1, 2000)];
        random.nextBytes(noise);
        try (var wire = web.wire()) {
          var answer = wire.sendWhatIsTaken(noise).endOutput().readAll();
          assertThat(answer)
              .as("seed %d, round %d", seed, i)
              .matches("(?s)(HTTP/1.1 [45].*)?(<reset>)?");
        }
      }
    }
  }

  @Nested
  class TooLarge {
    @Test
    void aLongRequestLineIs414() throws IOException {
      assertThat(web.raw(head("GET /" + "a".repeat(5000)) + "\r\n"))
          .startsWith("HTTP/1.1 414 ")
          .contains("{\"error\":\"the request line is longer than 4096 bytes\"}");
    }

    @Test
    void largeHeadersAre431WhetherItIsOneOrMany() throws IOException {
      assertThat(web.raw(head("GET /status", "X: " + "a".repeat(17_000)) + "\r\n"))
          .startsWith("HTTP/1.1 431 ");
      var many = new StringBuilder(head("GET /status", "Connection: close"));
      for (int i = 0; i < 101; i++) {
        many.append("X: ").append(i).append("\r\n");
      }
      assertThat(web.raw(many + "\r\n"))
          .startsWith("HTTP/1.1 431 ")
          .contains("more than 100 headers");
    }

    @Test
    void endlessHeadersAreAnsweredAndCut() throws IOException {
      try (var wire = web.wire()) {
        var endless = (head("GET /status") + "X: a\r\n".repeat(500_000));
        var answer = wire.sendWhatIsTaken(endless.getBytes(StandardCharsets.US_ASCII)).readAll();
        assertThat(answer).matches("(?s)(HTTP/1.1 431 .*)?(<reset>)?");
      }
    }

    @Test
    void anAnnouncedLargeBodyIs413WithoutBeingRead() throws IOException {
      assertThat(web.raw(head("POST /register", "Content-Length: 262145") + "\r\n{"))
          .startsWith("HTTP/1.1 413 ")
          .containsIgnoringCase("connection: close")
          .contains("{\"error\":\"the body is larger than 262144 bytes\"}");
    }

    @Test
    void whoGoesOnSendingStillGetsToReadThe413() throws IOException {
      try (var wire = web.wire()) {
        wire.send(head("POST /register", "Content-Length: 900000") + "\r\n");
        assertThat(wire.readOne()).startsWith("HTTP/1.1 413 ");
        for (int i = 0; i < 10; i++) {
          wire.send(new byte[5_000]);
        }
        assertThat(wire.readAll()).isEmpty();
      }
    }

    @Test
    void chunksThatGrowTooLargeAre413() throws IOException {
      try (var wire = web.wire()) {
        wire.send(head("POST /register", "Transfer-Encoding: chunked") + "\r\n");
        for (int i = 0; i < 17; i++) {
          wire.sendWhatIsTaken(
              ("4000\r\n" + " ".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(wire.readAll()).startsWith("HTTP/1.1 413 ");
      }
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() throws IOException {
      var body = "{\"id\":\"a\",\"url\":\"http://svc.test\"}";
      var padded = body + " ".repeat(Body.LARGEST - body.length());
      var request =
          head("POST /register", "Connection: close", "Content-Length: " + padded.length());
      assertThat(web.raw(request + "\r\n" + padded)).startsWith("HTTP/1.1 201 ");
    }

    @Test
    void whoAsksBeforeSendingIsTold() throws IOException {
      assertThat(
              web.raw(
                  head("POST /register", "Expect: 100-continue", "Content-Length: 262145")
                      + "\r\n"))
          .startsWith("HTTP/1.1 413 ");
      assertThat(web.raw(head("POST /register", "Expect: 200-ok", "Content-Length: 2") + "\r\n"))
          .startsWith("HTTP/1.1 417 ");
      try (var wire = web.wire()) {
        var body = "{\"id\":\"a\",\"url\":\"http://svc.test\"}";
        wire.send(
            head("POST /register", "Expect: 100-continue", "Content-Length: " + body.length())
                + "\r\n");
        assertThat(wire.readOne()).startsWith("HTTP/1.1 100 ");
        assertThat(wire.send(body).readOne()).startsWith("HTTP/1.1 201 ");
      }
    }
  }

  @Nested
  class TooSlow {
    @Test
    void headersThatDoNotEndAre408() throws IOException {
      assertThat(web.raw("GET /status HTTP/1.1\r\nHost: loc"))
          .startsWith("HTTP/1.1 408 ")
          .contains("{\"error\":\"the headers took too long\"}");
    }

    @Test
    void headersThatDripAre408() throws Exception {
      try (var wire = web.wire()) {
        wire.send("GET /status HTTP/1.1\r\n");
        var answer = CompletableFuture.supplyAsync(() -> all(wire));
        while (!answer.isDone()) {
          wire.sendWhatIsTaken("X: a\r\n".getBytes(StandardCharsets.US_ASCII));
          pause(answer);
        }
        assertThat(answer.get()).startsWith("HTTP/1.1 408 ");
      }
    }

    @Test
    void aBodyThatDoesNotEndIs408() throws IOException {
      assertThat(web.raw(head("POST /register", "Content-Length: 20") + "\r\n{\"id\":"))
          .startsWith("HTTP/1.1 408 ")
          .contains("{\"error\":\"the body took too long\"}");
      assertThat(web.raw(head("POST /register", "Transfer-Encoding: chunked") + "\r\n2\r\n{}\r\n"))
          .startsWith("HTTP/1.1 408 ");
    }

    @Test
    void theSecondRequestOfAConnectionIsTimedToo() throws IOException {
      try (var wire = web.wire()) {
        assertThat(wire.send(head("GET /health") + "\r\n").readOne()).startsWith("HTTP/1.1 200 ");
        assertThat(wire.send("GET /status HT").readAll()).startsWith("HTTP/1.1 408 ");
      }
    }

    @Test
    void aConnectionThatWaitsQuietlyIsNotASlowOne() throws Exception {
      try (var wire = web.wire()) {
        assertThat(wire.send(head("GET /health") + "\r\n").readOne()).startsWith("HTTP/1.1 200 ");
        web.raw("GET /status HTTP/1.1\r\nHost: loc");
        assertThat(wire.send(head("GET /health") + "\r\n").readOne()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Nested
  class TooMany {
    @Test
    void connectionsBeyondTheLimitAreTurnedAwayAndTheOthersServed() throws Exception {
      var open = new ArrayList<Wire>();
      try {
        for (int i = 0; i < 8; i++) {
          open.add(web.wire());
          assertThat(open.getLast().send(head("GET /health") + "\r\n").readOne())
              .startsWith("HTTP/1.1 200 ");
        }
        try (var ninth = web.wire()) {
          assertThat(ninth.readAll())
              .startsWith("HTTP/1.1 503 ")
              .contains("Retry-After: 1", "too many connections");
        }
        assertThat(open.getFirst().send(head("GET /health") + "\r\n").readOne())
            .startsWith("HTTP/1.1 200 ");
      } finally {
        for (var wire : open) {
          wire.close();
        }
      }
      Eventually.holds(() ->
          web.raw(head("GET /health", "Connection: close") + "\r\n").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void requestsInARowOnOneConnectionAreAnsweredInOrder() throws IOException {
      var row = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        row.append(head("GET /status/s" + i)).append("\r\n");
      }
      row.append(head("GET /status/last", "Connection: close")).append("\r\n");

      var answers = web.raw(row.toString());

      int at = -1;
      for (int i = 0; i < 50; i++) {
        int next = answers.indexOf("\"service\":\"s" + i + "\"");
        assertThat(next).isGreaterThan(at);
        at = next;
      }
      assertThat(answers.indexOf("\"service\":\"last\"")).isGreaterThan(at);
    }
  }

  @Nested
  class Unwanted {
    @Test
    void aBodyWhereNoneIsReadClosesTheConnectionAfterTheAnswer() throws IOException {
      assertThat(web.raw(head("POST /nowhere", "Content-Length: 100000") + "\r\nabc"))
          .startsWith("HTTP/1.1 404 ")
          .containsIgnoringCase("connection: close");
      assertThat(web.raw(head("GET /health", "Content-Length: 5") + "\r\nabc"))
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("connection: close");
    }

    @Test
    void anUpgradeIsNotMade() throws IOException {
      try (var wire = web.wire()) {
        var upgrade =
            head(
                "GET /health",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA");
        assertThat(wire.send(upgrade + "\r\n").readOne()).startsWith("HTTP/1.1 200 ");
      }
      assertThat(web.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/1.1 ");
    }
  }

  @Nested
  class InARow {
    private static final String SERVICE = "{\"id\":\"a\",\"url\":\"http://svc.test\"}";

    private String registration() {
      return head("POST /register", "Content-Length: " + SERVICE.length()) + "\r\n" + SERVICE;
    }

    private void fill() {
      var many = new ArrayList<Service>();
      for (int i = 0; i < 3000; i++) {
        many.add(WebRig.service("s" + i, "s" + i));
      }
      web.rig.add(many);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "GET / HTTP/1.1\r\nBad Header\r\n\r\n",
          "garbage\r\n\r\n",
          "POST /register HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        })
    void whoIsOwedAnAnswerGetsItBeforeTheFaultOfTheNextRequest(String next) throws IOException {
      assertThat(web.raw(registration() + next))
          .matches("(?s)HTTP/1.1 201 .*\r\n\r\nHTTP/1.1 400 .*malformed\"}");
      assertThat(web.rig.board().byId("a")).isPresent();
    }

    @Test
    void aLongAnswerIsWholeBeforeTheFaultOfTheNextRequest() throws IOException {
      fill();
      assertThat(web.raw(head("GET /status") + "\r\ngarbage\r\n\r\n"))
          .matches("(?s)HTTP/1.1 200 .*}}\r\n0\r\n\r\nHTTP/1.1 400 .*malformed\"}");
    }

    @Test
    void severalAnswersAreGivenInOrderBeforeAFault() throws IOException {
      var answers =
          web.raw(
              registration()
                  + registration()
                  + head("GET /services")
                  + "\r\n"
                  + "garbage\r\n\r\n"
                  + registration());
      assertThat(answers)
          .matches("(?s)HTTP/1.1 201 .*HTTP/1.1 201 .*HTTP/1.1 200 .*HTTP/1.1 400 .*malformed\"}");
      assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: keep-alive\r\n"})
    void aLongAnswerInHttp10EndsWithTheConnection(String header) throws IOException {
      fill();
      var answer = web.raw("GET /status HTTP/1.0\r\nHost: localhost\r\n" + header + "\r\n");

      assertThat(answer)
          .containsIgnoringCase("\r\nconnection: close\r\n")
          .doesNotContainIgnoringCase("keep-alive\r\n")
          .endsWith("}}");
    }

    @Test
    void nothingIsAnsweredAfterTheEndWasAnnounced() throws IOException {
      try (var wire = web.wire()) {
        wire.send(head("GET /health", "Content-Length: 5") + "\r\nabc");
        assertThat(wire.readOne()).containsIgnoringCase("connection: close");
        wire.sendWhatIsTaken(
            ("de" + head("GET /services") + "\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(wire.readAll()).isEmpty();
      }
      fill();
      var answers =
          web.raw(
              head("GET /status", "Transfer-Encoding: chunked")
                  + "\r\n3\r\nabc\r\n0\r\n\r\n"
                  + head("DELETE /register/s1")
                  + "\r\n");
      assertThat(answers).containsIgnoringCase("connection: close");
      assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(2);
      assertThat(web.rig.board().byId("s1")).isPresent();
    }

    @Test
    void aBodyThatIsThereAlreadyDoesNotEndTheConnection() throws IOException {
      try (var wire = web.wire()) {
        wire.send(
            head("GET /health", "Content-Length: 3") + "\r\nabc" + head("GET /services") + "\r\n");
        assertThat(wire.readOne())
            .contains("\"status\"")
            .doesNotContainIgnoringCase("\r\nconnection:");
        assertThat(wire.readOne()).contains("\"services\"");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /li", "GET /livez HTTP/1.1\r\nHost: a"})
    void theBeginOfARequestBehindAnotherIsTimedToo(String begin) throws IOException {
      assertThat(web.raw(head("GET /livez") + "\r\n" + begin))
          .matches("(?s)HTTP/1.1 200 .*HTTP/1.1 408 .*the headers took too long\"}");
      assertThat(web.raw(registration() + begin))
          .matches("(?s)HTTP/1.1 201 .*HTTP/1.1 408 .*the headers took too long\"}");
    }

    @Test
    void aConnectionThatRestsAfterABodyIsNotASlowOne() throws IOException {
      try (var wire = web.wire()) {
        assertThat(wire.send(registration()).readOne()).startsWith("HTTP/1.1 201 ");
        web.raw("GET /status HTTP/1.1\r\nHost: loc");
        assertThat(wire.send(registration()).readOne()).startsWith("HTTP/1.1 201 ");
        var chunked =
            head("POST /register", "Transfer-Encoding: chunked") + "\r\n2\r\n{}\r\n0\r\n\r\n";
        assertThat(wire.send(chunked).readOne()).startsWith("HTTP/1.1 400 ");
        web.raw("GET /status HTTP/1.1\r\nHost: loc");
        assertThat(wire.send(registration()).readOne()).startsWith("HTTP/1.1 201 ");
      }
    }
  }

  private static String all(Wire wire) {
    try {
      return wire.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lets 20 ms pass unless there is an answer before.
  private static void pause(CompletableFuture<String> answer)
      throws ExecutionException, InterruptedException {
    try {
      answer.get(20, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // not yet
    }
  }
}
