package dev.allwell.server.export;

import dev.allwell.engine.Board;
import dev.allwell.engine.BoardEntry;
import dev.allwell.model.Health;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// The watched services as Prometheus or OpenMetrics text, straight from the board: one pass a
/// family, one line a service.
///
/// A service that is unknown has no status, and a response time only after a success; its counters
/// are there from the start. One that is gone leaves nothing.
final class PrometheusText {
  private final Board board;
  private final List<String> labels;

  /// @param labels attributes that become labels; a service without one has none
  PrometheusText(Board board, List<String> labels) {
    this.board = board;
    this.labels = List.copyOf(labels);
  }

  /// Pieces of text to be read in order: whole lines, or nothing.
  List<Supplier<Iterator<String>>> families(Exposition.Format format) {
    var counts = new EnumMap<Health, Integer>(Health.class);
    var families = new ArrayList<Supplier<Iterator<String>>>();
    head(
        families,
        "health_check_status",
        "gauge",
        "Whether the service is healthy or degraded (1) or not (0); none while unknown.");
    families.add(() ->
        samples(
            "health_check_status",
            entry -> {
              counts.merge(entry.health(), 1, Integer::sum);
              return status(entry);
            }));
    head(
        families,
        "health_check_response_time_ms",
        "gauge",
        "Response time of the last check in milliseconds; none after a failure.");
    families.add(() -> samples("health_check_response_time_ms", PrometheusText::responseTime));
    historic(families, format);
    counter(families, format, "health_check_checks", "Checks made.", PrometheusText::checks);
    counter(
        families, format, "health_check_failures", "Checks that failed.", PrometheusText::failures);
    head(
        families,
        "health_check_certificate_not_after_seconds",
        "gauge",
        "Unix time at which the first certificate of the chain last shown ends.");
    families.add(() ->
        samples("health_check_certificate_not_after_seconds", PrometheusText::certificateNotAfter));
    families.add(() -> List.of(services(counts)).iterator());
    return families;
  }

  private void historic(List<Supplier<Iterator<String>>> families, Exposition.Format format) {
    switch (format) {
      case OPENMETRICS -> {}
      case TEXT -> {
        head(
            families,
            "health_check_total_checks",
            "counter",
            "Checks made; the historic name of health_check_checks_total.");
        families.add(() -> samples("health_check_total_checks", PrometheusText::checks));
      }
    }
  }

  private void counter(
      List<Supplier<Iterator<String>>> families,
      Exposition.Format format,
      String base,
      String help,
      Function<BoardEntry, String> value) {
    var sample = base + "_total";
    var name =
        switch (format) {
          case TEXT -> sample;
          case OPENMETRICS -> base;
        };
    head(families, name, "counter", help);
    families.add(() -> samples(sample, value));
  }

  private static void head(
      List<Supplier<Iterator<String>>> families, String name, String type, String help) {
    families.add(() -> List.of(head(name, type, help)).iterator());
  }

  private static String head(String name, String type, String help) {
    return "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
  }

  /// @param value as it is written; empty for no sample
  private Iterator<String> samples(String name, Function<BoardEntry, String> value) {
    var entries = board.entries();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public String next() {
        var entry = entries.next();
        var written = value.apply(entry);
        return written.isEmpty() ? "" : name + '{' + labels(entry) + "} " + written + '\n';
      }
    };
  }

  private String labels(BoardEntry entry) {
    var service = "service=\"" + escaped(entry.registration().service().name()) + '"';
    if (labels.isEmpty()) {
      return service;
    }
    var all = new StringBuilder(service);
    var attributes = entry.attributes();
    for (var label : labels) {
      var value = attributes.get(label);
      if (value != null) {
        all.append(',').append(label).append("=\"").append(escaped(value)).append('"');
      }
    }
    return all.toString();
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

  private static String certificateNotAfter(BoardEntry entry) {
    var shown = entry.state().certificateOrNull();
    return shown == null ? "" : Long.toString(shown.chainNotAfter().getEpochSecond());
  }

  private static String checks(BoardEntry entry) {
    return Long.toString(entry.state().tally().ticks());
  }

  private static String failures(BoardEntry entry) {
    return Long.toString(entry.state().tally().down());
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
