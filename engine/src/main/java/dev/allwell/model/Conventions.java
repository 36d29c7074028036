package dev.allwell.model;

import java.util.Set;

/// What a site has agreed on for all of its services, whatever their source and categories.
///
/// @param instanceSuffix a regular expression in RE2's syntax: names of instances of one service
///   differ in what it matches at their end
/// @param mostSevere names of services whose failures have severity 1, whatever else is told
public record Conventions(String instanceSuffix, Set<String> mostSevere) {
  /// A `-` and digits.
  public static final String NUMBERED = "-[0-9]+";

  /// Names of services that may be listed.
  public static final int MOST_NAMES = 10_000;

  public static final Conventions USUAL = new Conventions(NUMBERED, Set.of());

  public Conventions {
    mostSevere = Set.copyOf(mostSevere);
  }

  /// The same with other names.
  public Conventions mostSevere(Set<String> names) {
    return new Conventions(instanceSuffix, names);
  }
}
