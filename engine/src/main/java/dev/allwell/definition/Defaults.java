package dev.allwell.definition;

import dev.allwell.model.Proxy;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.StatusSet;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a service gets unless its keys say otherwise, and how it is called.
///
/// @param status the HTTP statuses that are expected
/// @param healthPathOrNull asked for when an http url has no path of its own; begins with `/`; null
///   to ask for the url as it is
/// @param idIsName whether the id is required and is the name as well; else the name is required
///   and the id is made of it unless given
/// @param proxyOrNull on the way to whatever is not asked by datagrams; null to go straight
public record Defaults(
    Schedule schedule,
    Rules rules,
    StatusSet status,
    @Nullable String healthPathOrNull,
    boolean idIsName,
    @Nullable Proxy proxyOrNull) {
  /// Those of the configuration file and of the native API.
  public static final Defaults CONFIG =
      new Defaults(Schedule.DEFAULT, Rules.DEFAULT, StatusSet.SUCCESS, null, false, null);

  /// Those of a service that registers itself: every 10 s, exactly 200, at `/health`.
  public static final Defaults REGISTER =
      new Defaults(
          new Schedule(
              Duration.ofSeconds(10),
              Schedule.DEFAULT.timeout(),
              Schedule.DEFAULT.retries(),
              Schedule.DEFAULT.retryBackoff()),
          Rules.DEFAULT,
          StatusSet.OK,
          "/health",
          true,
          null);

  public Defaults {
    if (healthPathOrNull != null && !healthPathOrNull.startsWith("/")) {
      throw new IllegalArgumentException("a health path begins with /: " + healthPathOrNull);
    }
  }

  /// These, but for what the keys of a section say otherwise.
  public Defaults but(Section section) {
    return new Defaults(
        ScheduleKeys.schedule(section, schedule),
        ScheduleKeys.rules(section, rules),
        status,
        healthPathOrNull,
        idIsName,
        ProxyKeys.read(section, proxyOrNull));
  }

  /// These with a rhythm of its own.
  public Defaults with(Schedule changed) {
    return new Defaults(changed, rules, status, healthPathOrNull, idIsName, proxyOrNull);
  }

  /// These by way of a proxy.
  public Defaults by(Proxy proxy) {
    return new Defaults(schedule, rules, status, healthPathOrNull, idIsName, proxy);
  }

  public Optional<Proxy> proxy() {
    return Optional.ofNullable(proxyOrNull);
  }

  public Optional<String> healthPath() {
    return Optional.ofNullable(healthPathOrNull);
  }
}
