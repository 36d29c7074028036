package dev.allwell.server.graphite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who is meant by each name in Graphite. Names of services that differ may become one there; then
/// it is the oldest service's, and the others have none: a series of two would tell the truth about
/// neither. Services of the very same name are one after the other, a new one in place of one that
/// was removed, and so one series.
final class Owners {
  /// Longest name; a service's own is shorter. Carbon makes a file name of it.
  private static final int LONGEST = 200;

  private final Map<String, Ring> owners = new HashMap<>();
  private final List<Ring> without = new ArrayList<>();

  Owners(Collection<Ring> rings) {
    for (var ring : rings) {
      owners.merge(part(ring.name()), ring, Owners::older);
    }
    for (var ring : rings) {
      if (!owns(ring)) {
        without.add(ring);
      }
    }
  }

  private static Ring older(Ring one, Ring other) {
    return one.number() <= other.number() ? one : other;
  }

  /// Whether a service's points may be written under its name.
  boolean owns(Ring ring) {
    var owner = owners.get(part(ring.name()));
    return owner != null && owner.name().equals(ring.name());
  }

  /// The services that have no name.
  List<Ring> without() {
    return without;
  }

  /// Their numbers.
  Set<Long> numbersWithout() {
    var numbers = new HashSet<Long>();
    without.forEach(ring -> numbers.add(ring.number()));
    return numbers;
  }

  /// Whose name it is that a service has not.
  String nameBefore(Ring ring) {
    var owner = owners.get(part(ring.name()));
    return owner == null ? "" : owner.name();
  }

  /// A service's name as one part of a path: letters and digits of ASCII, `_` and `-` stay, each
  /// other character becomes `-`, the dot first of all, which would part it.
  static String part(String name) {
    int i = 0;
    while (i < name.length() && stays(name.charAt(i))) {
      i++;
    }
    if (i == name.length() && i <= LONGEST) {
      return name;
    }
    var part = new StringBuilder();
    name.codePoints()
        .limit(LONGEST)
        .forEach(c -> part.append(c < 128 && stays((char) c) ? (char) c : '-'));
    return part.toString();
  }

  private static boolean stays(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
