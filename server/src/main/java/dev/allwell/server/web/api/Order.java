package dev.allwell.server.web.api;

import dev.allwell.engine.BoardEntry;
import dev.allwell.model.Health;
import dev.allwell.model.Sample;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What services can be sorted by. Each gives a text that sorts as it should; what has no value
/// comes last.
enum Order {
  ID,
  /// Without regard to upper and lower case.
  NAME,
  /// Worst first: dead, unhealthy, unknown, degraded, healthy.
  HEALTH,
  /// Longest unchanged first.
  SINCE,
  /// Longest unchecked first.
  LAST_CHECK,
  /// Fastest first.
  RESPONSE_TIME;

  private static final String LAST = "~";
  private static final int DIGITS = 19;

  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  static Optional<Order> of(String code) {
    return Arrays.stream(values()).filter(order -> order.code.equals(code)).findFirst();
  }

  /// All of them as they are written.
  static String codes() {
    return Arrays.stream(values()).map(Order::code).collect(Collectors.joining(", "));
  }

  String code() {
    return code;
  }

  String key(BoardEntry entry) {
    var service = entry.registration().service();
    return switch (this) {
      case ID -> "";
      case NAME -> service.name().toLowerCase(Locale.ROOT);
      case HEALTH -> worstFirst(entry.health());
      case SINCE -> entry.state().verdict().since().map(Order::time).orElse(LAST);
      case LAST_CHECK ->
          entry.state().tally().latest().map(Sample::at).map(Order::time).orElse(LAST);
      case RESPONSE_TIME ->
          entry
              .state()
              .tally()
              .latest()
              .filter(Sample::up)
              .map(last -> padded(last.latencyMicros()))
              .orElse(LAST);
    };
  }

  private static String worstFirst(Health health) {
    return switch (health) {
      case DEAD -> "0";
      case UNHEALTHY -> "1";
      case UNKNOWN -> "2";
      case DEGRADED -> "3";
      case HEALTHY -> "4";
    };
  }

  private static String time(Instant at) {
    return padded(Math.max(0, at.toEpochMilli()));
  }

  private static String padded(long number) {
    var digits = Long.toString(number);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }
}
