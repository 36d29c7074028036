package dev.allwell.probe;

import dev.allwell.model.Check;
import dev.allwell.testkit.sick.Aim;
import dev.allwell.testkit.sick.Cap;
import java.util.Optional;

/// What rigs need of the suite: the checks that behaviours are met with.
public final class SickChecks {
  private SickChecks() {}

  /// The check that a behaviour at a port is met with.
  ///
  /// @param lifted a bound that is the check's own and shall not stand
  public static Check of(Aim aim, int port, Optional<Cap> lifted) {
    return Examination.check(aim, port, lifted);
  }
}
