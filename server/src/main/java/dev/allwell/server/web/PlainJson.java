package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.allwell.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/// Reads a JSON object into plain maps, lists, strings, booleans and numbers, and finds all that
/// nobody should send: other encodings, duplicate keys, endless numbers, deep nests, broken text.
///
/// A key whose value is null stays, with null: whether the key is known is for the reader to say.
public final class PlainJson {
  private static final int MOST_PROBLEMS = 100;
  private static final int LONGEST_STEP = 64;
  private static final int LONGEST_PATH = 256;
  private static final String HALF = "holds half of a surrogate pair";
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNumberLength(64)
                  .maxStringLength(
                      64 * 1024) // a chain of certificates; other texts are held shorter
                  .maxNameLength(1024)
                  .build())
          .build();

  private final JsonParser parser;
  private final List<Problem> problems = new ArrayList<>();

  private PlainJson(JsonParser parser) {
    this.parser = parser;
  }

  /// What became of a text.
  public sealed interface Reading {
    /// An object.
    ///
    /// @param keys values are `String`, `Boolean`, `Long`, `BigInteger`, `Double`, `List` or `Map`,
    ///   or null
    record Keys(Map<String, @Nullable Object> keys) implements Reading {}

    /// Not an object that can be used.
    record Unreadable(List<Problem> problems) implements Reading {}
  }

  /// Reads an object; how long a text may be is for whoever received it.
  public static Reading read(byte[] bytes) {
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

  /// Reads `{"<list>": [{…}, …]}` and hands over one object after another, so that no more than one
  /// is held.
  ///
  /// @param each takes an object and its index
  /// @return what is wrong with the text, if anything: then what was handed over is worth nothing
  public static List<Problem> each(
      byte[] bytes, String list, ObjIntConsumer<Map<String, @Nullable Object>> each) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      var text = decoder.decode(ByteBuffer.wrap(bytes)).toString();
      try (var parser = FACTORY.createParser(text)) {
        var reader = new PlainJson(parser);
        reader.list(list, each);
        return reader.problems;
      }
    } catch (CharacterCodingException e) {
      return List.of(new Problem("", "the body is not UTF-8"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void list(String list, ObjIntConsumer<Map<String, @Nullable Object>> each)
      throws IOException {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        problems.add(new Problem("", "the body must be a JSON object"));
        return;
      }
      boolean seen = false;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean wanted = parser.currentName().equals(list);
        if (!wanted || seen) {
          note(wanted ? "is there twice" : "unknown key, did you mean \"" + list + "\"?");
        }
        boolean array = parser.nextToken() == JsonToken.START_ARRAY;
        if (wanted && !seen && array) {
          elements(each);
        } else if (wanted && !seen) {
          note("expected a list");
        }
        seen |= wanted;
        parser.skipChildren();
      }
      if (!seen) {
        problems.add(new Problem(list, "missing"));
      } else if (parser.nextToken() != null) {
        problems.add(new Problem("", "something follows the JSON object"));
      }
    } catch (JsonProcessingException e) {
      problems.add(new Problem(place(), explain(e)));
    }
  }

  private void elements(ObjIntConsumer<Map<String, @Nullable Object>> each) throws IOException {
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        each.accept(object(), i);
      } else {
        note("expected a map");
        parser.skipChildren();
      }
    }
  }

  private Reading document() throws IOException {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return unreadable("the body must be a JSON object");
      }
      var keys = object();
      if (parser.nextToken() != null) {
        return unreadable("something follows the JSON object");
      }
      return problems.isEmpty() ? new Reading.Keys(keys) : new Reading.Unreadable(problems);
    } catch (JsonProcessingException e) {
      return new Reading.Unreadable(List.of(new Problem(place(), explain(e))));
    }
  }

  private Map<String, @Nullable Object> object() throws IOException {
    var object = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var key = parser.currentName();
      boolean usable = usable(key, object.containsKey(key));
      parser.nextToken();
      if (usable) {
        object.put(key, value());
      } else {
        parser.skipChildren();
      }
    }
    return object;
  }

  private boolean usable(String key, boolean known) {
    boolean broken = broken(key);
    if (broken) {
      note(HALF);
    } else if (known) {
      note("is there twice");
    }
    return !broken && !known;
  }

  private List<Object> array() throws IOException {
    var array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      var element = value();
      if (element == null) {
        note("must not be null");
      } else {
        array.add(element);
      }
    }
    return array;
  }

  private @Nullable Object value() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> string();
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_EMBEDDED_OBJECT, FIELD_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE ->
          throw new IllegalStateException("not a value: " + parser.currentToken());
    };
  }

  private String string() throws IOException {
    var text = parser.getText();
    if (broken(text)) {
      note(HALF);
    }
    return text;
  }

  private Object integer() throws IOException {
    BigInteger number = parser.getBigIntegerValue();
    return number.bitLength() < Long.SIZE ? (Object) number.longValueExact() : number;
  }

  private Double decimal() throws IOException {
    double number = parser.getDoubleValue();
    if (!Double.isFinite(number)) {
      note("is too large a number");
    }
    return number;
  }

  private static boolean broken(String text) {
    return !Json.wellFormed(text).equals(text);
  }

  /// Notes a problem of the key or the value that the parser stands at; of a flood, only the first
  /// hundred.
  private void note(String message) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new Problem(place(), message));
    } else if (problems.size() == MOST_PROBLEMS) {
      problems.add(new Problem("", "and more"));
    }
  }

  /// The path of where the parser stands, however long its names are.
  private String place() {
    var steps = new ArrayDeque<String>();
    for (var at = parser.getParsingContext(); at != null; at = at.getParent()) {
      if (at.inArray() && at.hasCurrentIndex()) {
        steps.push("[" + at.getCurrentIndex() + "]");
      } else if (at.hasCurrentName()) {
        steps.push((at.getParent().inRoot() ? "" : ".") + clip(at.getCurrentName(), LONGEST_STEP));
      }
    }
    return Json.wellFormed(clip(String.join("", steps), LONGEST_PATH));
  }

  private static String clip(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }

  private static String explain(JsonProcessingException trouble) {
    if (trouble instanceof StreamConstraintsException) {
      return "is beyond a limit: " + trouble.getOriginalMessage().replaceAll(", from `[^`]*`", "");
    }
    var where = trouble.getLocation();
    return "not JSON at line %d, column %d: %s"
        .formatted(
            where.getLineNr(),
            where.getColumnNr(),
            trouble instanceof JsonEOFException
                ? "the text ends too early"
                : "something stands there that does not belong there");
  }

  private static Reading unreadable(String message) {
    return new Reading.Unreadable(List.of(new Problem("", message)));
  }
}
