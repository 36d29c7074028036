package dev.allwell;

import dev.allwell.engine.BoardEntry;
import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Health;
import dev.allwell.model.Sample;
import dev.allwell.model.Status;
import dev.allwell.model.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How one service stands.
///
/// @param status health as up, down or unknown
/// @param ready whether the last check got a complete answer with an expected status
/// @param lastCheck empty before the first check
/// @param responseTimeMillis empty after a failure and before the first check
/// @param certificate what its server last showed of itself; empty where no hands were shaken
/// @param score 0 to 100: successes ÷ results over the last ten; empty before the first
public record ServiceStatus(
    String name,
    String url,
    Status status,
    Health health,
    boolean ready,
    Optional<Instant> lastCheck,
    OptionalLong responseTimeMillis,
    int consecutiveFailures,
    OptionalInt score,
    List<String> groups,
    Optional<CertificateFacts> certificate) {

  static ServiceStatus of(BoardEntry entry) {
    var service = entry.registration().service();
    var tally = entry.state().tally();
    int score = tally.score(Tally.SCORE_WINDOW);
    return new ServiceStatus(
        service.name(),
        service.url(),
        entry.status(),
        entry.health(),
        entry.ready(),
        tally.latest().map(Sample::at),
        entry.responseTimeMillis(),
        tally.consecutiveFailures(),
        score < 0 ? OptionalInt.empty() : OptionalInt.of(score),
        service.labels().groups(),
        entry.state().certificate());
  }
}
