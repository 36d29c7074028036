package dev.allwell.server.config.yaml;

import dev.allwell.definition.Section;
import dev.allwell.egress.Policy;
import dev.allwell.egress.Policy.Profile;
import dev.allwell.egress.Prefix;
import java.util.Optional;

/// Reads what targets may be: `egress`.
final class EgressKeys {
  private static final int MOST_EXCEPTIONS = 64;

  private EgressKeys() {}

  static Policy read(Section egress, Policy fallback) {
    var profile = egress.choice("profile", fallback.profile(), Profile.values(), Profile::code);
    var floor = egress.section("floor");
    floor.otherwise("allow", fallback.allowed().stream().map(Prefix::toString).toList());
    var allowed =
        floor.list("allow", MOST_EXCEPTIONS, (place, value) -> exception(floor, place, value));
    floor.refuseTheRest();
    egress.refuseTheRest();
    return new Policy(profile, floor.has("allow") ? allowed : fallback.allowed());
  }

  private static Optional<Prefix> exception(Section floor, String place, Object value) {
    try {
      return floor.text(place, value).map(Prefix::parse);
    } catch (IllegalArgumentException e) {
      floor.refuse(place, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
