package dev.allwell.server.export;

import dev.allwell.engine.Board;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Iterator;
import java.util.List;

/// All that a Prometheus gets to read: the watched services first, then Allwell itself.
public final class Exposition {
  private final PrometheusText services;
  private final OwnMetrics own;

  public Exposition(Board board, OwnMetrics own) {
    this(board, own, List.of());
  }

  /// @param labels attributes that become labels of the services' series; their names can be labels
  public Exposition(Board board, OwnMetrics own, List<String> labels) {
    this.services = new PrometheusText(board, labels);
    this.own = own;
  }

  /// The text, some lines at a time, each piece ending a line. Read while it is asked for, so that
  /// a slow reader holds nothing back. Any thread, one at a time.
  public Iterator<String> lines(Format format) {
    var families = services.families(format);
    families.add(() -> List.of(own.scrape(format)).iterator());
    return new Chain(families);
  }

  /// Where further meters of Allwell itself can be registered.
  public MeterRegistry meters() {
    return own.meters();
  }

  /// The text formats.
  public enum Format {
    /// Prometheus text, 0.0.4.
    TEXT("text/plain; version=0.0.4; charset=utf-8"),
    /// OpenMetrics text, 1.0.0.
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    public String contentType() {
      return contentType;
    }
  }
}
