package dev.allwell.server.web;

import dev.allwell.server.access.Entrance;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/// How it goes at the entrance, in numbers.
final class EntranceMeters {
  private EntranceMeters() {}

  static void bind(MeterRegistry meters, Entrance entrance) {
    var audit = entrance.audit();
    Gauge.builder("allwell.audit.waiting", audit, each -> each.waiting())
        .description("Entries that wait for the audit log")
        .register(meters);
    count(
        meters,
        "allwell.audit.lost",
        entrance,
        each -> each.audit().lost(),
        "Entries that found no room in the audit log, and went to the program's log");
    count(
        meters,
        "allwell.http.requests.limited",
        entrance,
        each -> each.quotas().limited(),
        "Requests answered 429, since they came too soon after others");
    count(
        meters,
        "allwell.http.tokens.wrong",
        entrance,
        each -> each.quotas().wrongTokens(),
        "Tokens that were shown and were none");
  }

  private static void count(
      MeterRegistry meters,
      String name,
      Entrance entrance,
      ToDoubleFunction<Entrance> value,
      String description) {
    FunctionCounter.builder(name, entrance, value).description(description).register(meters);
  }
}
