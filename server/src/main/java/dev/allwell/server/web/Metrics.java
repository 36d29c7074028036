package dev.allwell.server.web;

import dev.allwell.server.export.Exposition;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// `/metrics`, which two of the old systems had: Prometheus text or the service monitor's JSON, by
/// `?format=` or else by what the caller accepts.
final class Metrics {
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
        .first(this::meaning)
        .orElse(byDefault);
  }

  private Optional<Form> meaning(String type) {
    return switch (type) {
      case "application/json", "application/*" -> Optional.of(Form.JSON);
      case "application/openmetrics-text" -> Optional.of(Form.OPENMETRICS);
      case "text/plain", "text/html", "text/*" -> Optional.of(Form.TEXT);
      case "*/*" -> Optional.of(byDefault);
      default -> Optional.empty();
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
