package dev.allwell.server.web;

import dev.allwell.server.export.Exposition;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// `/metrics`, which two of the old systems had: Prometheus text or the service monitor's JSON, by
/// `?format=` or else by what the caller accepts.
final class Metrics {
  private static final List<String> TEXT_FIRST =
      List.of("text/plain", "text/html", Json.TYPE, "application/openmetrics-text");
  private static final List<String> JSON_FIRST =
      List.of(Json.TYPE, "text/plain", "text/html", "application/openmetrics-text");

  private final Exposition exposition;
  private final MonitorDialect monitor;
  private final Form byDefault;

  Metrics(Exposition exposition, MonitorDialect monitor, boolean jsonByDefault) {
    this.exposition = exposition;
    this.monitor = monitor;
    this.byDefault = jsonByDefault ? Form.JSON : Form.TEXT;
  }

  /// The forms there are.
  private enum Form {
    JSON,
    TEXT,
    OPENMETRICS
  }

  void mount(Routes routes) {
    routes.add(HttpMethod.GET, "/metrics", this::metrics);
  }

  private void metrics(RoutingContext context) {
    var format = context.queryParams().get("format");
    var form = format == null ? Optional.of(accepted(context)) : named(format);
    if (form.isEmpty()) {
      Answers.error(context.response(), 400, "format: must be json, prometheus or openmetrics");
      return;
    }
    context.response().putHeader(HttpHeaders.VARY, "Accept");
    switch (form.get()) {
      case JSON -> Outflow.send(context, Json.TYPE, monitor.metrics());
      case TEXT -> expose(context, Exposition.Format.TEXT);
      case OPENMETRICS -> expose(context, Exposition.Format.OPENMETRICS);
    }
  }

  private void expose(RoutingContext context, Exposition.Format format) {
    Outflow.send(
        context,
        format.contentType(),
        out -> {
          var lines = exposition.lines(format);
          return () -> {
            if (lines.hasNext()) {
              out.write(lines.next().getBytes(StandardCharsets.UTF_8));
            }
            return lines.hasNext();
          };
        });
  }

  private Form accepted(RoutingContext context) {
    return Accepted.parse(context.request().headers().getAll(HttpHeaders.ACCEPT))
        .best(byDefault == Form.JSON ? JSON_FIRST : TEXT_FIRST)
        .map(Metrics::form)
        .orElse(byDefault);
  }

  private static Form form(String type) {
    return switch (type) {
      case Json.TYPE -> Form.JSON;
      case "application/openmetrics-text" -> Form.OPENMETRICS;
      default -> Form.TEXT;
    };
  }

  private static Optional<Form> named(String format) {
    return switch (format) {
      case "json" -> Optional.of(Form.JSON);
      case "prometheus" -> Optional.of(Form.TEXT);
      case "openmetrics" -> Optional.of(Form.OPENMETRICS);
      default -> Optional.empty();
    };
  }
}
