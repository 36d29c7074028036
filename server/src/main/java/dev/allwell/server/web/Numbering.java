package dev.allwell.server.web;

import dev.allwell.engine.Registry;
import dev.allwell.engine.Roster;
import dev.allwell.model.Registration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The services in the order of their numbers, sorted once for each roster. Any thread that may
/// take its time.
final class Numbering {
  private static final Comparator<Registration> BY_NUMBER =
      Comparator.comparingLong(Registration::number);

  private final Registry registry;
  private volatile Sorted sorted;

  Numbering(Registry registry) {
    this.registry = registry;
    this.sorted = new Sorted(registry.roster(), List.of(), false);
  }

  /// All services, ascending.
  List<Registration> all() {
    return sorted().services;
  }

  Optional<Registration> byNumber(long number) {
    var services = sorted().services;
    int low = 0;
    int high = services.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = services.get(middle).number();
      if (found == number) {
        return Optional.of(services.get(middle));
      }
      if (found < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  @SuppressWarnings("ReferenceEquality") // the very roster, not one like it
  private Sorted sorted() {
    var roster = registry.roster();
    var known = sorted;
    if (!known.done || known.roster != roster) {
      known = new Sorted(roster, roster.all().stream().sorted(BY_NUMBER).toList(), true);
      sorted = known;
    }
    return known;
  }

  /// @param done false before the first time
  private record Sorted(Roster roster, List<Registration> services, boolean done) {
    private Sorted {
      services = Collections.unmodifiableList(services);
    }
  }
}
