package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.allwell.egress.Transport;
import dev.allwell.model.Attempt;
import dev.allwell.model.Reason;
import dev.allwell.testkit.sick.Behaviour;
import dev.allwell.testkit.sick.Cap;
import dev.allwell.testkit.sick.Catalogue;
import dev.allwell.testkit.sick.Control;
import dev.allwell.testkit.sick.Patient;
import dev.allwell.testkit.sick.Stand;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// Each row of the catalogue can fail: without the bound that ends it, it does not hold; where no
/// bound of ours ends it, the same play without its sickness is well.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TeethTest {
  private static final Duration SEVERAL_LIMITS = SickTargetTest.SHORT.multipliedBy(4);

  /// As good as none; but an attempt that waits for a datagram does not feel that its target is
  /// gone, and must end too.
  private static final Duration FAR = SEVERAL_LIMITS.multipliedBy(5);

  private final SickLane whole = new SickLane(Transport.best(), Optional.empty());
  private @Nullable Map<String, List<String>> endlessOrNull;
  private final Map<Cap, SickLane> lanes = new EnumMap<>(Cap.class);

  @AfterAll
  void stop() {
    whole.close();
    lanes.values().forEach(SickLane::close);
  }

  @TestFactory
  Stream<DynamicTest> eachRowHasAControl() {
    return Catalogue.rows().stream().map(row -> dynamicTest(row.name(), () -> assertBites(row)));
  }

  private void assertBites(Behaviour row) {
    switch (row.control()) {
      case Control.Lifted(var cap) ->
          assertThat(withoutBound(row, cap)).as("%s without %s", row, cap).isNotEmpty();
      case Control.Twin(_, var healthy) ->
          assertThat(ended(row, healthy).reason()).as("%s, healed", row).isEqualTo(Reason.OK);
      case Control.Worse(_, var worse, var reason) ->
          assertThat(ended(row, worse).reason().code()).as("%s, and worse", row).isEqualTo(reason);
      case Control.Cleaned(var hostile) ->
          assertThat(Examination.uncleaned(played(row, row.stand()), hostile))
              .as("%s, as it was before it was cleaned", row)
              .matches(text -> !Examination.isClean(text));
      case Control.Escaped(var hostile, var escaped) ->
          assertThat(Examination.shown(played(row, row.stand())).replace(escaped, hostile))
              .as("%s, as it was before it was escaped", row)
              .matches(text -> !Examination.isClean(text));
    }
  }

  private Attempt ended(Behaviour row, Stand instead) {
    return played(row, instead).attempt().orElseThrow();
  }

  /// Where the row falls short of itself.
  private List<String> withoutBound(Behaviour row, Cap cap) {
    if (cap == Cap.DEADLINE) {
      endlessOrNull = endlessOrNull == null ? withoutDeadline() : endlessOrNull;
      return endlessOrNull.getOrDefault(row.name(), List.of());
    }
    try (var patient = Patient.of(row.stand(), SickLane.AUTHORITY)) {
      var check = Examination.check(row.aim(), patient.port(), Optional.of(cap));
      Duration limit = muchLongerThan(row);
      var seen = without(cap).probe(check, limit, limit.plus(SickTargetTest.LONG));
      return Examination.faults(row, seen, patient);
    }
  }

  /// A deadline that the row, as it is, is far from: on a slow machine too, since it is played here
  /// and now. What comes to no other end without its bound comes to that one.
  private Duration muchLongerThan(Behaviour row) {
    long from = System.nanoTime();
    played(row, row.stand());
    Duration times = Duration.ofNanos(System.nanoTime() - from).multipliedBy(10);
    return Collections.min(
        List.of(SickTargetTest.LONG, Collections.max(List.of(SEVERAL_LIMITS, times))));
  }

  /// Where each row falls short of itself that is ended by the deadline alone; all are played at
  /// once, since each takes several limits.
  private Map<String, List<String>> withoutDeadline() {
    var faults = new HashMap<String, List<String>>();
    Catalogue.rows().stream()
        .filter(row -> row.control().equals(new Control.Lifted(Cap.DEADLINE)))
        .map(this::begun)
        .toList()
        .forEach(begun -> {
          faults.put(
              begun.row.name(), Examination.faults(begun.row, begun.seen.join(), begun.patient));
          begun.patient.close();
        });
    return faults;
  }

  private Begun begun(Behaviour row) {
    var patient = Patient.of(row.stand(), SickLane.AUTHORITY);
    var check = Examination.check(row.aim(), patient.port(), Optional.empty());
    return new Begun(row, patient, without(Cap.DEADLINE).begin(check, FAR, SEVERAL_LIMITS));
  }

  private record Begun(Behaviour row, Patient patient, CompletableFuture<SickLane.Seen> seen) {}

  private SickLane without(Cap cap) {
    return lanes.computeIfAbsent(cap, it -> new SickLane(Transport.best(), Optional.of(it)));
  }

  private SickLane.Seen played(Behaviour row, Stand instead) {
    try (var patient = Patient.of(instead, SickLane.AUTHORITY)) {
      var check = Examination.check(row.aim(), patient.port(), Optional.empty());
      return whole.probe(check, SickTargetTest.LONG);
    }
  }
}
