package dev.allwell.server.export;

import dev.allwell.engine.Board;
import dev.allwell.engine.BoardEntry;
import dev.allwell.model.Health;
import java.util.EnumMap;
import java.util.Map;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The watched services as Prometheus or OpenMetrics text, straight from the board: one pass a
/// family, one line a service.
///
/// A service that is unknown has no status, and a response time only after a success; its counters
/// are there from the start. One that is gone leaves nothing.
final class PrometheusText {
  private final Board board;

  PrometheusText(Board board) {
    this.board = board;
  }

  /// Whole lines, lazily.
  Stream<String> lines(Exposition.Format format) {
    var counts = new EnumMap<Health, Integer>(Health.class);
    var statuses =
        family(
            "health_check_status",
            "gauge",
            "Whether the service is healthy or degraded (1) or not (0); none while unknown.",
            entry -> {
              counts.merge(entry.health(), 1, Integer::sum);
              return status(entry);
            });
    var times =
        family(
            "health_check_response_time_ms",
            "gauge",
            "Response time of the last check in milliseconds; none after a failure.",
            PrometheusText::responseTime);
    return Stream.of(
            statuses,
            times,
            historic(format),
            counter(format, "health_check_checks", "Checks made.", e -> e.state().tally().ticks()),
            counter(
                format,
                "health_check_failures",
                "Checks that failed.",
                e -> e.state().tally().down()),
            Stream.of(counts).map(PrometheusText::services))
        .flatMap(lines -> lines);
  }

  private Stream<String> historic(Exposition.Format format) {
    return switch (format) {
      case OPENMETRICS -> Stream.empty();
      case TEXT ->
          family(
              "health_check_total_checks",
              "counter",
              "Checks made; the historic name of health_check_checks_total.",
              entry -> Long.toString(entry.state().tally().ticks()));
    };
  }

  private Stream<String> counter(
      Exposition.Format format, String base, String help, Function<BoardEntry, Long> value) {
    var sample = base + "_total";
    var name =
        switch (format) {
          case TEXT -> sample;
          case OPENMETRICS -> base;
        };
    return Stream.concat(
        Stream.of(head(name, "counter", help)),
        samples(sample, entry -> Long.toString(value.apply(entry))));
  }

  private Stream<String> family(
      String name, String type, String help, Function<BoardEntry, String> value) {
    return Stream.concat(Stream.of(head(name, type, help)), samples(name, value));
  }

  private static String head(String name, String type, String help) {
    return "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
  }

  /// @param value as it is written; empty for no sample
  private Stream<String> samples(String name, Function<BoardEntry, String> value) {
    return Stream.of(board)
        .flatMap(all ->
            StreamSupport.stream(Spliterators.spliteratorUnknownSize(all.entries(), 0), false))
        .map(entry -> sample(name, entry, value.apply(entry)))
        .filter(line -> !line.isEmpty());
  }

  private static String sample(String name, BoardEntry entry, String value) {
    return value.isEmpty()
        ? ""
        : name
            + "{service=\""
            + escaped(entry.registration().service().name())
            + "\"} "
            + value
            + "\n";
  }

  private static String status(BoardEntry entry) {
    return switch (entry.status()) {
      case HEALTHY -> "1";
      case UNHEALTHY -> "0";
      case UNKNOWN -> "";
    };
  }

  private static String responseTime(BoardEntry entry) {
    var millis = entry.responseTimeMillis();
    return millis.isPresent() ? Long.toString(millis.getAsLong()) : "";
  }

  private static String services(Map<Health, Integer> counts) {
    var lines = new StringBuilder(head("allwell_services", "gauge", "Services, by their health."));
    for (var health : Health.values()) {
      lines
          .append("allwell_services{health=\"")
          .append(health.code())
          .append("\"} ")
          .append(counts.getOrDefault(health, 0))
          .append('\n');
    }
    return lines.toString();
  }

  /// A label's value, escaped as both formats want it.
  static String escaped(String text) {
    if (text.indexOf('\\') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0) {
      return text;
    }
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
