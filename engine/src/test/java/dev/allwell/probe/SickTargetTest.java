package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.allwell.egress.LogWatch;
import dev.allwell.egress.Transport;
import dev.allwell.testkit.sick.Behaviour;
import dev.allwell.testkit.sick.Cap;
import dev.allwell.testkit.sick.Catalogue;
import dev.allwell.testkit.sick.Control;
import dev.allwell.testkit.sick.Patient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each row of the catalogue, played against a real probe: it gives its reason in time, the socket
/// is closed, no more was taken than allowed, and what is shown is clean.
@ExtendWith(LogWatch.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SickTargetTest {
  static final Duration SHORT = Duration.ofMillis(250);
  static final Duration LONG = Duration.ofSeconds(20);

  private final SickLane lane = new SickLane(Transport.best(), Optional.empty());

  @AfterAll
  void stop() {
    lane.close();
  }

  @TestFactory
  Stream<DynamicTest> eachBehaviourGivesItsReason() {
    return Catalogue.rows().stream()
        .map(row ->
            dynamicTest(row.name(), () -> assertThat(examined(row)).as(row.name()).isEmpty()));
  }

  @Test
  void rowsHaveNamesOfTheirOwn() {
    List<String> names = Catalogue.rows().stream().map(Behaviour::name).toList();
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(150);
  }

  /// On a slow machine a target may not get as far as it should within a short limit: then once
  /// more, with a longer one.
  private List<String> examined(Behaviour row) {
    boolean byDeadline = row.control().equals(new Control.Lifted(Cap.DEADLINE));
    List<String> faults = examined(row, byDeadline ? SHORT : LONG);
    return byDeadline && !faults.isEmpty() ? examined(row, SHORT.multipliedBy(8)) : faults;
  }

  private List<String> examined(Behaviour row, Duration limit) {
    try (var patient = Patient.of(row.stand(), SickLane.AUTHORITY)) {
      var check = Examination.check(row.aim(), patient.port(), Optional.empty());
      List<String> faults = Examination.faults(row, lane.probe(check, limit), patient);
      TestLane.await(patient::abandoned);
      assertThat(lane.inFlight()).as("in flight after %s", row).isZero();
      return faults;
    }
  }
}
