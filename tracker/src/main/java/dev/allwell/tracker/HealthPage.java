package dev.allwell.tracker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A tracker's health as it is put on the wire, in one of three forms. It knows no HTTP server;
/// whoever answers sends what is rendered, with `Cache-Control: no-store`, and for HEAD without the
/// body. Any thread.
public final class HealthPage {
  private static final Logger log = System.getLogger("dev.allwell.tracker");

  private final StatusCodeTracker tracker;
  private final Form form;
  private final Supplier<? extends Map<String, String>> attributes;
  private final @Nullable Supplier<String> body;

  private HealthPage(
      StatusCodeTracker tracker,
      Form form,
      Supplier<? extends Map<String, String>> attributes,
      @Nullable Supplier<String> body) {
    this.tracker = tracker;
    this.form = form;
    this.attributes = attributes;
    this.body = body;
  }

  private enum Form {
    TEXT("text/plain; charset=utf-8"),
    JSON("application/json"),
    MONITOR("application/json");

    final String contentType;

    Form(String contentType) {
      this.contentType = contentType;
    }
  }

  /// An answer, ready to be sent.
  ///
  /// @param contentType the value of the header
  @SuppressWarnings("ArrayRecordComponent")
  public record Rendered(int status, String contentType, byte[] body) {}

  /// The message alone, as text: `OK`.
  public static HealthPage text(StatusCodeTracker tracker) {
    return new HealthPage(tracker, Form.TEXT, Map::of, null);
  }

  /// `{"healthy":true,"message":"OK"}`.
  public static HealthPage json(StatusCodeTracker tracker) {
    return new HealthPage(tracker, Form.JSON, Map::of, null);
  }

  /// The document that the service monitor polls for, healthy or not:
  /// `{"uptime_sec":7,"request_count":3,"error_count":1,"attributes":{"zone":"b"}}`.
  ///
  /// @param attributes asked at each rendering
  public static HealthPage monitor(
      StatusCodeTracker tracker, Supplier<? extends Map<String, String>> attributes) {
    return new HealthPage(tracker, Form.MONITOR, attributes, null);
  }

  /// The same page with a body of one's own while healthy; unhealthy, the page says why in its own
  /// form. Without effect on the service monitor's document, whose fields are fixed.
  ///
  /// @param body asked at each rendering of a healthy answer; JSON if the page is JSON
  public HealthPage body(Supplier<String> body) {
    return new HealthPage(tracker, form, attributes, body);
  }

  /// The health now. Never throws; takes as long as extra checks take.
  public Rendered render() {
    HealthAnswer answer = tracker.health();
    String text =
        switch (form) {
          case TEXT -> custom(answer, answer.message());
          case JSON -> custom(answer, Json.object(plain(answer)));
          case MONITOR -> Json.object(document());
        };
    return new Rendered(answer.status(), form.contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> plain(HealthAnswer answer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("healthy", answer.healthy());
    json.put("message", answer.message());
    return json;
  }

  private Map<String, Object> document() {
    Snapshot snapshot = tracker.snapshot();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uptime_sec", snapshot.uptime().toSeconds());
    json.put("request_count", snapshot.requests());
    json.put("error_count", snapshot.errors());
    json.put("attributes", told(() -> new LinkedHashMap<>(attributes.get()), Map.of()));
    return json;
  }

  private String custom(HealthAnswer answer, String own) {
    return body == null || !answer.healthy() ? own : told(body, own);
  }

  /// What the host supplies, or `otherwise` if it throws or supplies nothing.
  private static <T> T told(Supplier<? extends T> supplier, T otherwise) {
    try {
      return Objects.requireNonNull(supplier.get(), "what was supplied");
    } catch (RuntimeException | Error thrown) {
      log.log(Level.WARNING, "a health page's own content could not be had", thrown);
      return otherwise;
    }
  }
}
