package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Attempt;
import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Reason;
import dev.allwell.testkit.Authority;
import dev.allwell.testkit.sick.Behaviour;
import dev.allwell.testkit.sick.Catalogue;
import dev.allwell.testkit.sick.Patient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a server showed of itself is told, whatever became of the handshake.
class ShownBeforeItStalledTest {
  private final TestLane lane = new TestLane();

  @AfterEach
  void stop() {
    lane.close();
  }

  @Test
  void aServerThatStallsAfterItsCertificateHasShownIt() {
    Attempt attempt = probe("stalls after its certificate");
    assertThat(attempt.reason()).isEqualTo(Reason.TIMEOUT_TLS);
    assertThat(attempt.certificate().map(CertificateFacts::subject)).isPresent();
    assertThat(attempt.certificate().map(CertificateFacts::trusted)).contains(false);
  }

  @Test
  void oneThatStallsBeforeHasShownNothing() {
    Attempt attempt = probe("stalls after its ServerHello");
    assertThat(attempt.reason()).isEqualTo(Reason.TIMEOUT_TLS);
    assertThat(attempt.certificate()).isEmpty();
  }

  private Attempt probe(String name) {
    Behaviour row =
        Catalogue.rows().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    try (Patient patient = Patient.of(row.stand(), new Authority())) {
      return lane.probe(
          SickChecks.of(row.aim(), patient.port(), Optional.empty()), Duration.ofSeconds(2));
    }
  }
}
