package dev.allwell.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.allwell.model.Report;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A reader of the service-monitor document: what a service says of itself under its health path.
///
/// `{"uptime_sec":5,"request_count":10,"error_count":1,"attributes":{"version":"1.2"}}`, in UTF-8
/// and nothing after it. The three counts must be there and be whole numbers from 0 to 2^63-1;
/// `attributes` may be absent or null, an attribute null (an empty text then), as Go's
/// `encoding/json` writes and reads them. Other keys are ignored; of a key that is there twice the
/// last one counts. More errors than requests are taken as told. Too many or too long attributes do
/// not make a document another one: see [Attributes]. What is beyond the [Limits] is no document.
/// Immutable; any thread.
public final class MonitorDocument {
  private static final long LONGEST = 1 << 20;

  private final JsonFactory json;

  public MonitorDocument(Limits limits) {
    json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.depth)
                    .maxStringLength(limits.text)
                    .maxNumberLength(limits.number)
                    .maxNameLength(limits.name)
                    .maxDocumentLength(LONGEST)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
  }

  /// How much of a document is put up with.
  ///
  /// @param depth of objects and arrays in one another
  /// @param text characters of an attribute
  /// @param number digits of a number
  /// @param name characters of a key
  public record Limits(int depth, int text, int number, int name) {
    public static final Limits DEFAULT = new Limits(32, 8192, 64, 1024);
  }

  /// The report that a body holds; empty when it is no such document, whatever it is instead.
  ///
  /// Without waiting; any thread.
  ///
  /// @param length how many bytes of `body` count
  public Optional<Report> read(byte[] body, int length) {
    Objects.checkFromIndexSize(0, length, body.length);
    if (!looksLikeAnObject(body, length)) {
      return Optional.empty();
    }
    try (JsonParser parser = json.createParser(body, 0, length)) {
      return new Reading().read(parser);
    } catch (IOException _) {
      return Optional.empty(); // not JSON, or beyond the limits: not the document
    }
  }

  /// Whether a body begins as a JSON object in UTF-8: most bodies are turned away here, and so are
  /// UTF-16 and UTF-32, which would be read otherwise.
  private static boolean looksLikeAnObject(byte[] body, int length) {
    boolean marked =
        length >= 3 && body[0] == (byte) 0xef && body[1] == (byte) 0xbb && body[2] == (byte) 0xbf;
    int at = marked ? 3 : 0;
    while (at < length && isSpace(body[at])) {
      at++;
    }
    return at + 1 < length && body[at] == '{' && body[at + 1] != 0;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /// One document under way.
  private static final class Reading {
    private long uptime = -1;
    private long requests = -1;
    private long errors = -1;
    private Map<String, String> attributes = Map.of();

    Optional<Report> read(JsonParser json) throws IOException {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        if (!take(key, json)) {
          return Optional.empty();
        }
      }
      if (json.nextToken() != null || Math.min(uptime, Math.min(requests, errors)) < 0) {
        return Optional.empty();
      }
      return Optional.of(Report.of(uptime, requests, errors, attributes));
    }

    /// Takes one value; false when it is not what its key demands.
    private boolean take(String key, JsonParser json) throws IOException {
      return switch (key) {
        case "uptime_sec" -> (uptime = count(json)) >= 0;
        case "request_count" -> (requests = count(json)) >= 0;
        case "error_count" -> (errors = count(json)) >= 0;
        case "attributes" -> {
          var read = Attributes.read(json);
          attributes = read.orElseGet(Map::of);
          yield read.isPresent();
        }
        default -> {
          json.skipChildren();
          yield true;
        }
      };
    }

    /// A whole number from 0 on; -1 for anything else.
    private static long count(JsonParser json) throws IOException {
      boolean whole =
          json.currentToken() == JsonToken.VALUE_NUMBER_INT
              && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
      return whole ? Math.max(-1, json.getLongValue()) : -1;
    }
  }
}
