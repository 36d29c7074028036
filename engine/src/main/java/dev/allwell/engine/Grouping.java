package dev.allwell.engine;

import dev.allwell.format.NameSuffix;
import dev.allwell.model.Conventions;
import dev.allwell.model.Guidance;
import java.util.Set;

/// A site's conventions, ready to be applied to its services.
///
/// @param instances the suffix in which names of instances of one service differ
/// @param mostSevere names of services whose failures have severity 1, whatever else is told
record Grouping(NameSuffix instances, Set<String> mostSevere) {
  static final Grouping USUAL = of(Conventions.USUAL);

  Grouping {
    mostSevere = Set.copyOf(mostSevere);
  }

  /// @throws IllegalArgumentException when the suffix is no pattern, or too large a one
  static Grouping of(Conventions conventions) {
    return new Grouping(NameSuffix.of(conventions.instanceSuffix()), conventions.mostSevere());
  }

  /// What a service's name has in common with those of its other instances.
  String kind(String name) {
    return instances.cut(name);
  }

  /// How bad it is when a service fails, 1 (worst) to 3.
  int severity(BoardEntry entry) {
    return mostSevere.contains(entry.registration().service().name())
        ? Guidance.WORST
        : entry.severity();
  }
}
