package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.model.Problem;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The short answers, and the headers that all answers have.
final class Answers {
  private static final int MOST_PROBLEMS_IN_A_LINE = 10;
  private static final int LONGEST_LINE = 2000;
  private static final int ROOM_FOR_PROBLEMS = 40 * 1024;
  private static final Map<String, String> PROTECTION =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Cache-Control", "no-store");

  private Answers() {}

  /// Puts the headers on that every answer carries.
  static void protect(HttpServerResponse response) {
    PROTECTION.forEach(response::putHeader);
  }

  static void json(HttpServerResponse response, int status, Json.Part part) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, Json.TYPE)
        .end(Buffer.buffer(Json.bytes(part)));
  }

  static void text(HttpServerResponse response, int status, String text) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(text);
  }

  /// `{"error": …}`, or in the form that is spoken at the path: a problem, an envelope.
  static void error(HttpServerResponse response, int status, String reason) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (ProblemJson.wanted(response)) {
      ProblemJson.send(response, status, reason);
      return;
    }
    if (Envelope.wanted(response)) {
      Envelope.error(response, status, reason);
      return;
    }
    json(
        response,
        status,
        json -> {
          json.writeStartObject();
          Json.text(json, "error", reason);
          json.writeEndObject();
        });
  }

  static void refuse(HttpServerResponse response, Refusal refusal) {
    challenge(response, refusal);
    error(response, refusal.status(), refusal.reason());
  }

  /// Says what would help, where something would.
  static void challenge(HttpServerResponse response, Refusal refusal) {
    if (!response.ended() && !response.closed()) {
      refusal.headers().forEach(response::putHeader);
    }
  }

  /// `{"error": …, "<kind>": "<name>"}` with 404.
  static void notFound(HttpServerResponse response, String error, String kind, String name) {
    json(
        response,
        404,
        json -> {
          json.writeStartObject();
          Json.text(json, "error", error);
          Json.text(json, kind, name);
          json.writeEndObject();
        });
  }

  /// Everything that is wrong with an input, in one line and one by one: `{"error": "url: is
  /// missing", "problems": [{"path": "url", "message": "is missing"}]}`. Below 64 KiB, however much
  /// is wrong.
  static void problems(HttpServerResponse response, List<Problem> problems) {
    var line =
        problems.stream()
            .limit(MOST_PROBLEMS_IN_A_LINE)
            .map(Problem::toString)
            .collect(Collectors.joining("; "));
    var shown = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    json(
        response,
        400,
        json -> {
          json.writeStartObject();
          Json.text(json, "error", shown);
          json.writeArrayFieldStart("problems");
          for (var problem : fitting(problems)) {
            problem(json, problem);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static List<Problem> fitting(List<Problem> problems) {
    var fitting = new ArrayList<Problem>();
    int room = ROOM_FOR_PROBLEMS;
    for (var problem : problems) {
      room -= Json.bytes(json -> problem(json, problem)).length + 1;
      if (room < 0) {
        fitting.add(new Problem("", "and more"));
        break;
      }
      fitting.add(problem);
    }
    return fitting;
  }

  private static void problem(JsonGenerator json, Problem problem) throws IOException {
    json.writeStartObject();
    Json.text(json, "path", problem.path());
    Json.text(json, "message", problem.message());
    json.writeEndObject();
  }

  /// An answer as it goes over the wire where no response object exists, closing the connection.
  ///
  /// @param reason ASCII, nothing to escape
  static String raw(HttpResponseStatus status, String reason) {
    var body = "{\"error\":\"" + reason + "\"}";
    var head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
    PROTECTION.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (status.code() == 503) {
      head.append("Retry-After: 1\r\n");
    }
    return head.append("Content-Type: " + Json.TYPE + "\r\n")
        .append("Content-Length: " + body.length() + "\r\n")
        .append("Connection: close\r\n\r\n")
        .append(body)
        .toString();
  }
}
