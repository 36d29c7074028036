package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.allwell.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a JSON object into plain maps, lists, strings, booleans and numbers, and finds all that
/// nobody should send: other encodings, duplicate keys, endless numbers, deep nests, broken text.
///
/// A key whose value is null counts as left out.
final class PlainJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNumberLength(64)
                  .maxStringLength(8192)
                  .maxNameLength(1024)
                  .maxDocumentLength(Body.LARGEST)
                  .build())
          .build();

  private final JsonParser parser;
  private final List<Problem> problems = new ArrayList<>();

  private PlainJson(JsonParser parser) {
    this.parser = parser;
  }

  /// What became of a text.
  sealed interface Reading {
    /// An object.
    ///
    /// @param keys values are `String`, `Boolean`, `Long`, `BigInteger`, `Double`, `List` or `Map`
    record Keys(Map<String, Object> keys) implements Reading {}

    /// Not an object that can be used.
    record Unreadable(List<Problem> problems) implements Reading {}
  }

  static Reading read(byte[] bytes) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      var text = decoder.decode(ByteBuffer.wrap(bytes)).toString();
      try (var parser = FACTORY.createParser(text)) {
        return new PlainJson(parser).document();
      }
    } catch (CharacterCodingException e) {
      return unreadable("the body is not UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reading document() throws IOException {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return unreadable("the body must be a JSON object");
      }
      var keys = object("");
      if (parser.nextToken() != null) {
        return unreadable("something follows the JSON object");
      }
      return problems.isEmpty() ? new Reading.Keys(keys) : new Reading.Unreadable(problems);
    } catch (JsonProcessingException e) {
      return new Reading.Unreadable(List.of(new Problem(place(), explain(e))));
    }
  }

  private Map<String, Object> object(String path) throws IOException {
    var object = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var key = parser.currentName();
      var keyPath = path.isEmpty() ? key : path + "." + key;
      boolean known = object.containsKey(key);
      boolean broken = broken(key);
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      var value = value(keyPath);
      if (broken) {
        problems.add(new Problem(Json.wellFormed(keyPath), "holds half of a surrogate pair"));
      } else if (known) {
        problems.add(new Problem(keyPath, "is there twice"));
      } else {
        object.put(key, value);
      }
    }
    return object;
  }

  private List<Object> array(String path) throws IOException {
    var array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      var elementPath = path + "[" + array.size() + "]";
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        problems.add(new Problem(elementPath, "must not be null"));
        array.add("");
      } else {
        array.add(value(elementPath));
      }
    }
    return array;
  }

  private Object value(String path) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(path);
      case START_ARRAY -> array(path);
      case VALUE_STRING -> string(path);
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> decimal(path);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL, VALUE_EMBEDDED_OBJECT, FIELD_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE ->
          throw new IllegalStateException("not a value: " + parser.currentToken());
    };
  }

  private String string(String path) throws IOException {
    var text = parser.getText();
    if (broken(text)) {
      problems.add(new Problem(path, "holds half of a surrogate pair"));
    }
    return text;
  }

  private Object integer() throws IOException {
    BigInteger number = parser.getBigIntegerValue();
    return number.bitLength() < Long.SIZE ? (Object) number.longValueExact() : number;
  }

  private Double decimal(String path) throws IOException {
    double number = parser.getDoubleValue();
    if (!Double.isFinite(number)) {
      problems.add(new Problem(path, "is too large a number"));
    }
    return number;
  }

  private static boolean broken(String text) {
    return !Json.wellFormed(text).equals(text);
  }

  private String place() {
    var path = new StringBuilder();
    for (var at = parser.getParsingContext(); at != null; at = at.getParent()) {
      if (at.hasCurrentName()) {
        path.insert(0, path.isEmpty() ? at.getCurrentName() : at.getCurrentName() + ".");
      }
    }
    return Json.wellFormed(path.toString());
  }

  private static String explain(JsonProcessingException trouble) {
    if (trouble instanceof StreamConstraintsException) {
      return "is beyond a limit: " + trouble.getOriginalMessage().replaceAll(", from `[^`]*`", "");
    }
    var where = trouble.getLocation();
    return "not JSON at line %d, column %d: %s"
        .formatted(where.getLineNr(), where.getColumnNr(), trouble.getOriginalMessage());
  }

  private static Reading unreadable(String message) {
    return new Reading.Unreadable(List.of(new Problem("", message)));
  }
}
