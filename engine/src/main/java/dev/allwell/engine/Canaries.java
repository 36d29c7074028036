package dev.allwell.engine;

import dev.allwell.model.Attempt;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import dev.allwell.model.TcpCheck;
import dev.allwell.probe.Prober;
import dev.allwell.probe.Probing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Places out there that must be reachable while this machine's network is well, tried all at once.
/// A connection that is refused is an answer too. With none, nothing is ever assumed.
///
/// @param prober tries them as it tries any target: the guard stands there too
record Canaries(List<Endpoint> places, Prober prober) implements Witness.Question {
  private static final Logger log = LoggerFactory.getLogger(Canaries.class);
  private static final Duration LIMIT = Duration.ofSeconds(1);

  Canaries {
    places = List.copyOf(places);
  }

  @Override
  public void ask(Consumer<Boolean> told) {
    if (places.isEmpty()) {
      told.accept(true);
    } else {
      new Asking(told).start();
    }
  }

  /// What a canary's attempt says: true for an answer, false for silence, and nothing when it could
  /// not even be tried.
  private enum Saying {
    ANSWER,
    SILENCE,
    NOTHING;

    static Saying of(Reason reason) {
      return switch (reason) {
        case OK, CONNECT_REFUSED, RESET, CLOSED_EARLY -> ANSWER;
        case DNS_FAILED,
            CONNECT_UNREACHABLE,
            CONNECT_FAILED,
            TIMEOUT_RESOLVE,
            TIMEOUT_CONNECT,
            TIMEOUT_TLS,
            TIMEOUT_FIRST_BYTE,
            TIMEOUT_TRANSFER,
            NO_ROUTE,
            NO_RESOLVER ->
            SILENCE;
        case ERROR_RATE,
            DNS_NOT_FOUND,
            TLS_CERTIFICATE,
            TLS_FAILED,
            UNEXPECTED_STATUS,
            BAD_RESPONSE,
            TOO_MANY_REDIRECTS,
            EXPECTATION_FAILED,
            BODY_TRUNCATED,
            REPORTED_FAILING,
            BLOCKED_BY_POLICY,
            INTERNAL_ERROR,
            NO_DESCRIPTORS,
            NO_PORTS,
            PAUSED,
            CLOCK_STEPPED,
            ISOLATED,
            PROXY_FAILED,
            TIMEOUT_PROXY ->
            NOTHING;
      };
    }
  }

  /// One question under way.
  private final class Asking {
    private final Consumer<Boolean> told;
    private final List<Probing> tries = new ArrayList<>();
    private int open = places.size();
    private boolean silence;
    private boolean over;

    Asking(Consumer<Boolean> told) {
      this.told = told;
    }

    void start() {
      for (Endpoint place : places) {
        if (!over) {
          var check = TcpCheck.of(place, false);
          tries.add(prober.probe(check, LIMIT.toNanos(), seen -> heard(place, seen)));
        }
      }
    }

    private void heard(Endpoint place, Attempt seen) {
      if (over) {
        return;
      }
      open--;
      if (seen.reason() == Reason.BLOCKED_BY_POLICY) {
        log.warn("the canary {} may not be called: {}", place, seen.detail());
      }
      switch (Saying.of(seen.reason())) {
        case ANSWER -> end(true);
        case SILENCE -> silence = true;
        case NOTHING -> {}
      }
      if (!over && open == 0) {
        end(!silence);
      }
    }

    private void end(boolean any) {
      over = true;
      tries.forEach(Probing::cancel);
      told.accept(any);
    }
  }
}
