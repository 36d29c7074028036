package dev.allwell.server.live;

import dev.allwell.model.Health;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// What a reader wants: of each kind of condition one must hold, none at all when it is empty.
///
/// @param services ids
/// @param healths of which a change must come from one or lead to one, so that whoever watches what
///   is dead is also told when it is dead no more
/// @param results whether each result is wanted beside the changes
public record Filter(
    Set<String> services, Set<String> groups, Set<Health> healths, boolean results) {
  public static final Filter CHANGES = new Filter(Set.of(), Set.of(), Set.of(), false);

  public Filter {
    services = Set.copyOf(services);
    groups = Set.copyOf(groups);
    healths = Set.copyOf(healths);
  }

  boolean wants(Entry entry) {
    var about = entry.aboutOrNull();
    return about == null || (of(about) && inGroup(about.groups()) && healthy(about));
  }

  private boolean of(Entry.About about) {
    return services.isEmpty() || services.contains(about.id());
  }

  private boolean inGroup(List<String> those) {
    return groups.isEmpty() || !Collections.disjoint(groups, those);
  }

  private boolean healthy(Entry.About about) {
    return healths.isEmpty() || !Collections.disjoint(healths, about.healths());
  }
}
