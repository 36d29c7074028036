package dev.allwell.tracker.spring;

import dev.allwell.tracker.SelfRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The application's registration at its Allwell servers for as long as it serves: begun when the
/// web server is up and its port known, ended before that stops taking requests. What takes time,
/// such as resolving a name, happens on a daemon thread; what goes wrong is logged and tried again.
final class Announcer implements SmartLifecycle {
  /// Behind the web server and its graceful end, which have 1024 and 2048 less than the default.
  static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

  private static final Logger log = LoggerFactory.getLogger(Announcer.class);
  private static final long LONGEST_WAIT_SECONDS = 30;

  private final TrackerProperties.Registration settings;
  private final String id;
  private final Listening listening;
  private @Nullable Round round;

  /// @param listening asked each time that it begins
  Announcer(TrackerProperties.Registration settings, String id, Listening listening) {
    this.settings = settings;
    this.id = id;
    this.listening = listening;
  }

  /// How the web server is reached.
  @FunctionalInterface
  interface Listening {
    /// Null where there is no web server of Spring's, as in a WAR.
    OwnAddress.@Nullable Listening now();
  }

  @Override
  public synchronized void start() {
    if (round == null) {
      try {
        begin();
      } catch (RuntimeException | OutOfMemoryError noThread) {
        round = null;
        log.warn("not registered at {}", settings.servers(), noThread);
      }
    }
  }

  private void begin() {
    var now = listening.now();
    if (now == null && settings.url().isEmpty()) {
      log.warn(
          "not registered at {}: its own address is not known, say allwell.tracker.registration.url",
          settings.servers());
      return;
    }
    round = new Round(now);
    round.begin();
  }

  @Override
  public void stop() {
    Round ending;
    synchronized (this) {
      ending = round;
      round = null;
    }
    if (ending != null) {
      ending.end();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return round != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /// From one start to the next stop.
  private final class Round {
    private final OwnAddress.@Nullable Listening listening;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<SelfRegistration> registrations = new ArrayList<>();

    Round(OwnAddress.@Nullable Listening listening) {
      this.listening = listening;
    }

    void begin() {
      var thread = new Thread(this::announce, "allwell-own-address");
      thread.setDaemon(true);
      thread.start();
    }

    void end() {
      List<SelfRegistration> all;
      synchronized (registrations) {
        ended.countDown();
        all = List.copyOf(registrations);
      }
      all.forEach(SelfRegistration::close);
    }

    private void announce() {
      var untold = List.copyOf(settings.servers());
      long waitSeconds = 0;
      try {
        while (!untold.isEmpty() && !ended.await(waitSeconds, TimeUnit.SECONDS)) {
          untold = tell(untold, waitSeconds == 0);
          waitSeconds = Math.min(LONGEST_WAIT_SECONDS, 2 * waitSeconds + 1);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /// @param first whether what goes wrong is news
    /// @return those for which no address of ours is known yet
    private List<URI> tell(List<URI> servers, boolean first) {
      Map<URI, List<URI>> byUrl = new LinkedHashMap<>();
      List<URI> unknown = new ArrayList<>();
      for (URI server : servers) {
        try {
          byUrl.computeIfAbsent(seenFrom(server), url -> new ArrayList<>()).add(server);
        } catch (IOException | RuntimeException e) {
          unknown.add(server);
          if (first) {
            log.warn("not registered at {} yet, trying on: {}", server, e.toString());
          }
        }
      }
      byUrl.forEach(this::register);
      return unknown;
    }

    private URI seenFrom(URI server) throws IOException {
      if (settings.url().isPresent()) {
        return settings.url().get();
      }
      if (listening == null) {
        throw new IOException("the web server's address is not known");
      }
      try {
        return OwnAddress.seenFrom(server, listening);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    private void register(URI url, List<URI> servers) {
      var registration =
          SelfRegistration.of(id, url)
              .attributes(settings.attributes())
              .deregisterAtClose(settings.deregister());
      var token = settings.token().orElse("");
      servers.forEach(server -> registration.server(server, token));
      synchronized (registrations) {
        if (ended.getCount() > 0) {
          registrations.add(registration.start());
        }
      }
    }
  }
}
