package dev.allwell.server.cli;

import dev.allwell.engine.BoardEntry;
import dev.allwell.model.Health;
import dev.allwell.model.Report;
import dev.allwell.model.Tally;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Services and their health as lines of text.
record Table(boolean colours) {
  private static final String ROW = "  %-14s %-9s %-5s %5s %8s %8s %6s %9s  %s%n";

  private static final int LONGEST_NAME = 14;

  String text(List<BoardEntry> entries) {
    var head =
        ROW.formatted(
            "SERVICE",
            "HEALTH",
            "READY",
            "SCORE",
            "RESPONSE",
            "REQUESTS",
            "ERRORS",
            "CHECKED",
            "WHY");
    return head + entries.stream().map(this::row).collect(Collectors.joining());
  }

  private String row(BoardEntry entry) {
    var tally = entry.state().tally();
    int score = tally.score(Tally.SCORE_WINDOW);
    var report = entry.state().report();
    return ROW.formatted(
        clipped(entry.registration().service().name()),
        health(entry.health()),
        entry.ready() ? "yes" : "no",
        score < 0 ? "-" : Integer.toString(score),
        millis(entry.responseTimeMillis()),
        report.map(Report::requestCount).map(count -> Long.toString(count)).orElse("-"),
        report.map(Report::errorCount).map(count -> Long.toString(count)).orElse("-"),
        age(entry.ageNanos()),
        why(entry));
  }

  private static String why(BoardEntry entry) {
    var latest = entry.state().tally().latest();
    if (entry.stale() || latest.isEmpty()) {
      return entry
          .ownFault()
          .map(fault -> fault.reason().code())
          .orElse(entry.stale() ? "not checked" : "-");
    }
    return latest.get().reason().code();
  }

  private String health(Health health) {
    var padded = "%-9s".formatted(health.code());
    if (!colours) {
      return padded;
    }
    int colour =
        switch (health) {
          case HEALTHY -> 32;
          case DEGRADED -> 33;
          case UNHEALTHY, DEAD -> 31;
          case UNKNOWN -> 90;
        };
    return "\u001b[" + colour + "m" + padded + "\u001b[0m";
  }

  private static String clipped(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
  }

  private static String millis(OptionalLong millis) {
    return millis.isPresent() ? millis.getAsLong() + " ms" : "-";
  }

  private static String age(long nanos) {
    return nanos < 0 ? "-" : String.format(Locale.ROOT, "%.0f s ago", nanos / 1e9);
  }
}
