package dev.allwell.tracker;

import java.io.ByteArrayOutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A registration at one server: a thread that says the word, renews it, and takes it back.
final class Announcement {
  private static final Logger log = System.getLogger("dev.allwell.tracker");
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;
  private static final int CONFLICT = 409;
  private static final int MOST_TOLD = 500;
  private static final Duration LONGEST_LEAVE = Duration.ofMinutes(5);
  private static final Duration LONGEST_RENEWAL = Duration.ofDays(365);

  private final Word word;
  private final URI register;
  private final String token;
  private final Rhythm rhythm;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean deregister;
  private boolean known;
  private @Nullable HttpClient client;

  /// @param server where Allwell listens; a path is kept, for a proxy in front
  /// @param token empty for none
  /// @throws IllegalArgumentException when that is no address of a server, no token or no rhythm
  Announcement(Word word, URI server, String token, Rhythm rhythm) {
    this.word = word;
    this.register = register(server);
    this.token = plain(token.strip());
    this.rhythm = meant(rhythm);
    this.thread = Daemons.named("registration").newThread(this::speak);
  }

  /// What is announced.
  ///
  /// @param statement the JSON of `POST /register`
  record Word(String id, String statement) {}

  /// How often to speak.
  ///
  /// @param first the bound of the first wait after a failure; each further one doubles it
  /// @param most the bound that waits grow to
  /// @param renewal from one success to the next word
  /// @param patience the longest time for one answer
  record Rhythm(Duration first, Duration most, Duration renewal, Duration patience) {
    static final Rhythm USUAL =
        new Rhythm(
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));

    Rhythm renewing(Duration renewal) {
      return new Rhythm(first, most, renewal, patience);
    }

    /// The longest wait after so many failures in a row, at least one.
    long boundNanos(int failures) {
      // 2^30 firsts are more than any `most`
      long bound = first.toNanos() << Math.min(failures - 1, 30);
      return Math.min(bound, most.toNanos());
    }

    /// Full jitter after failures; a tenth of the time after success, so that many who began
    /// together drift apart.
    ///
    /// @param failures in a row
    /// @param leastNanos as the server asked
    long waitNanos(int failures, long leastNanos) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      if (failures == 0) {
        long nanos = renewal.toNanos();
        return nanos - random.nextLong(nanos / 10 + 1);
      }
      return leastNanos + random.nextLong(boundNanos(failures) + 1);
    }
  }

  /// What came of one attempt.
  ///
  /// @param status the server's; [#LOST] or [#UNREACHED] without an answer
  /// @param trouble why the server did not take it; empty when it did
  /// @param leastNanos how long the server asked to be left alone
  private record Answer(int status, String trouble, long leastNanos) {
    static final int UNREACHED = -1;
    static final int LOST = -2;
  }

  void start() {
    thread.start();
  }

  /// Speaks no more. With nothing to take back, it leaves at once; else it first hears the answer
  /// to a word under way, so that this cannot overtake what takes it back.
  void end(boolean deregister) {
    this.deregister = deregister;
    ended.countDown();
    if (!deregister) {
      thread.interrupt();
    }
    if (thread.getState() == Thread.State.NEW) {
      gone.complete(null);
    }
  }

  /// Waits until all have ended, together for at most `most`.
  static void await(List<Announcement> all, Duration most) {
    CompletableFuture<?>[] ends =
        all.stream().map(one -> one.gone).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.log(Level.WARNING, "not every server has heard that this service is gone");
    }
  }

  private void speak() {
    try {
      renew();
      if (deregister && known) {
        takeBack();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      log.log(Level.WARNING, "no longer registered at " + register, e);
    } finally {
      release(client);
      gone.complete(null);
    }
  }

  private void renew() throws InterruptedException {
    HttpRequest post =
        request(register)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(word.statement()))
            .build();
    String last = "nothing yet";
    int failures = 0;
    long waitNanos = 0;
    while (!ended.await(waitNanos, TimeUnit.NANOSECONDS)) {
      Answer answer = send(post, CREATED);
      learn(answer.status());
      failures = answer.trouble().isEmpty() ? 0 : failures + 1;
      waitNanos = rhythm.waitNanos(failures, answer.leastNanos());
      if (!answer.trouble().equals(last)) {
        tell(answer.trouble());
        last = answer.trouble();
      }
    }
  }

  /// What an answer says on whether there is something to take back: an id that is another's is not
  /// ours to remove, and a word whose answer was lost may have been heard.
  private void learn(int status) {
    if (status == CREATED || status == Answer.LOST) {
      known = true;
    } else if (status == CONFLICT) {
      known = false;
    }
  }

  private void takeBack() throws InterruptedException {
    String id = URLEncoder.encode(word.id(), StandardCharsets.UTF_8).replace("+", "%20");
    Answer answer = send(request(URI.create(register + "/" + id)).DELETE().build(), NO_CONTENT);
    if (!answer.trouble().isEmpty()) {
      log.log(Level.WARNING, "not deregistered at " + register + ": " + answer.trouble());
    }
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(rhythm.patience());
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private void tell(String trouble) {
    if (trouble.isEmpty()) {
      log.log(Level.INFO, "registered at " + register);
    } else {
      log.log(Level.WARNING, "not registered at " + register + ", trying on: " + trouble);
    }
  }

  /// One request and its answer, of which only the beginning is kept.
  private Answer send(HttpRequest request, int expected) throws InterruptedException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      CompletableFuture<HttpResponse<Void>> exchange =
          client()
              .sendAsync(
                  request, HttpResponse.BodyHandlers.ofByteArrayConsumer(part -> keep(said, part)));
      try {
        HttpResponse<Void> response =
            exchange.get(2 * rhythm.patience().toNanos(), TimeUnit.NANOSECONDS);
        return response.statusCode() == expected
            ? new Answer(expected, "", 0)
            : refused(response, said);
      } finally {
        exchange.cancel(true);
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      boolean reached =
          !(cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException);
      return new Answer(reached ? Answer.LOST : Answer.UNREACHED, String.valueOf(cause), 0);
    } catch (TimeoutException e) {
      return new Answer(Answer.LOST, "its answer does not end", 0);
    } catch (RuntimeException | Error e) {
      // such as no memory, or no thread: the host's trouble of this moment
      return new Answer(Answer.UNREACHED, e.toString(), 0);
    }
  }

  /// Made on the thread that speaks, as that takes longer than the host should wait.
  private HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(rhythm.patience())
              .build();
      client = made;
    }
    return made;
  }

  private static void keep(ByteArrayOutputStream said, Optional<byte[]> part) {
    part.ifPresent(bytes -> said.write(bytes, 0, Math.min(bytes.length, MOST_TOLD - said.size())));
  }

  private static Answer refused(HttpResponse<?> response, ByteArrayOutputStream said) {
    String body = said.toString(StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ").strip();
    String trouble = "it answered " + response.statusCode() + (body.isEmpty() ? "" : ": " + body);
    return new Answer(response.statusCode(), trouble, leastNanos(response));
  }

  private static long leastNanos(HttpResponse<?> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("");
    return seconds.matches("[0-9]{1,9}")
        ? Math.min(TimeUnit.SECONDS.toNanos(Long.parseLong(seconds)), LONGEST_LEAVE.toNanos())
        : 0;
  }

  /// Ends a client's threads: from Java 21 on it can be closed, before it ends by itself.
  private static void release(@Nullable Object client) {
    if (client instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        log.log(Level.DEBUG, "a client could not be closed", e);
      }
    }
  }

  private static String plain(String token) {
    // A header's own check would put the token into its message.
    if (!token.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException("its token has characters that no token has");
    }
    return token;
  }

  private static Rhythm meant(Rhythm rhythm) {
    Duration renewal = rhythm.renewal();
    if (renewal.isNegative() || renewal.isZero() || renewal.compareTo(LONGEST_RENEWAL) > 0) {
      throw new IllegalArgumentException(
          "its renewal is " + renewal + ", expected more than 0, up to 365 days");
    }
    return rhythm;
  }

  private static URI register(URI server) {
    String scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("http") || scheme.equals("https");
    if (server.getHost() == null || server.getRawUserInfo() != null || !web) {
      throw new IllegalArgumentException("its address is not of the form http://host:port");
    }
    String base = server.getScheme() + "://" + server.getRawAuthority() + server.getRawPath();
    return URI.create((base.endsWith("/") ? base : base + "/") + "register");
  }
}
