package dev.allwell.engine;

import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definition;
import dev.allwell.definition.Definitions;
import dev.allwell.model.Attempt;
import dev.allwell.model.Outcome;
import dev.allwell.model.Phases;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Values that benchmarks work on.
public final class Fixtures {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private Fixtures() {}

  /// Services 0 to n-1 with plain HTTP checks.
  static List<Registration> registrations(int count) {
    var definitions = new Definitions(Defaults.CONFIG);
    var registrations = new ArrayList<Registration>(count);
    for (int i = 0; i < count; i++) {
      var keys = Map.of("name", "service-" + i, "url", "http://192.0.2.1:8080/health/" + i);
      if (definitions.read(keys, Source.API) instanceof Definition.Defined defined) {
        registrations.add(new Registration(i + 1L, defined.service(), NOW, NOW));
      }
    }
    return registrations;
  }

  static Outcome outcome(Reason reason, int second) {
    return new Outcome(Attempt.of(reason, "", Phases.NONE), 1, NOW.plusSeconds(second));
  }

  /// A board with services that were all checked once, and well.
  public static Board board(int services) {
    var board = new Board(dev.allwell.clock.Ticker.SYSTEM);
    var arrivals = registrations(services).stream().map(Difference.Arrival::unchanged).toList();
    for (var arrived : board.apply(new Difference(arrivals, List.of())).arrived()) {
      var cell = arrived.cell();
      var judgement = Judge.judge(cell.registration(), cell.state(), outcome(Reason.OK, 0));
      cell.post(judgement.state(), System.nanoTime());
    }
    return board;
  }
}
