package dev.allwell.format;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.allwell.model.JsonPath;
import dev.allwell.model.JsonPath.Step;
import dev.allwell.model.JsonScalar;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One pass over one document. Of a name that an object has twice, the first counts.
///
/// A value has as many steps from the root as containers are open around it. It lies on a path when
/// the container right around it does and it is the path's next step.
final class JsonWalk {
  private static final int OUTSIDE = -1;
  private static final int MET = -2;

  private final List<JsonPath> paths;
  private final List<JsonScalar> wanted;

  /// How many steps lead to the innermost open container on each path.
  private final int[] reached;

  /// Whether the container at each depth is an array, and how many values it had so far.
  private final boolean[] arrays = new boolean[JsonRule.DEEPEST + 2];

  private final int[] index = new int[JsonRule.DEEPEST + 2];
  private int open;
  private int left;

  JsonWalk(List<JsonPath> paths, List<JsonScalar> wanted) {
    this.paths = paths;
    this.wanted = wanted;
    reached = new int[paths.size()];
    Arrays.fill(reached, OUTSIDE);
    left = paths.size();
  }

  /// Walks to the end, or to where something is missed; of a document that was cut, no further than
  /// needed.
  ///
  /// @return what is missed, for a person
  /// @throws IOException when it is no document
  Optional<String> over(JsonParser json, boolean cut) throws IOException {
    JsonToken token = json.nextToken();
    if (token == null) {
      throw new JsonEOFException(json, token, "nothing there");
    }
    for (; token != null; token = json.nextToken()) {
      if (cut && left == 0) {
        return Optional.empty();
      }
      Optional<String> missed =
          switch (token) {
            case START_OBJECT, START_ARRAY -> entered(json, token == JsonToken.START_ARRAY);
            case END_OBJECT, END_ARRAY -> ended();
            case FIELD_NAME -> Optional.empty();
            default -> scalar(json);
          };
      if (missed.isPresent()) {
        return missed;
      }
    }
    return Optional.empty();
  }

  private Optional<String> entered(JsonParser json, boolean array) throws IOException {
    begin(json);
    int at = index[open]++;
    for (int i = 0; i < reached.length; i++) {
      if (on(i, json, at)) {
        if (paths.get(i).steps().size() == open) {
          return other(i);
        }
        reached[i] = open;
      }
    }
    open++;
    arrays[open] = array;
    index[open] = 0;
    return Optional.empty();
  }

  private Optional<String> scalar(JsonParser json) throws IOException {
    begin(json);
    int at = index[open]++;
    for (int i = 0; i < reached.length; i++) {
      if (on(i, json, at)) {
        if (paths.get(i).steps().size() > open) {
          return missing(i);
        }
        if (!equal(wanted.get(i), json)) {
          return other(i);
        }
        reached[i] = MET;
        left--;
      }
    }
    return Optional.empty();
  }

  private Optional<String> ended() {
    open--;
    for (int i = 0; i < reached.length; i++) {
      if (reached[i] == open) {
        return missing(i);
      }
    }
    return Optional.empty();
  }

  private void begin(JsonParser json) throws IOException {
    if (open == 0 && index[0] > 0) {
      throw new JsonParseException(json, "more than one value");
    }
  }

  /// Whether the value that begins here lies on a path.
  private boolean on(int path, JsonParser json, int at) throws IOException {
    if (reached[path] != open - 1) {
      return false;
    }
    if (open == 0) {
      return true;
    }
    return switch (paths.get(path).steps().get(open - 1)) {
      case Step.Member(String name) -> !arrays[open] && name.equals(json.currentName());
      case Step.Element(int place) -> arrays[open] && place == at;
    };
  }

  private Optional<String> missing(int path) {
    return Optional.of(paths.get(path) + " is not there; expect.body.json says what it must be");
  }

  private Optional<String> other(int path) {
    return Optional.of(paths.get(path) + " is not what expect.body.json says");
  }

  private static boolean equal(JsonScalar wanted, JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    return switch (wanted) {
      case JsonScalar.Text(String value) ->
          token == JsonToken.VALUE_STRING && value.equals(json.getText());
      case JsonScalar.Numeric(BigDecimal value) -> token.isNumeric() && same(value, json);
      case JsonScalar.Flag(boolean value) ->
          token == (value ? JsonToken.VALUE_TRUE : JsonToken.VALUE_FALSE);
      case JsonScalar.Null() -> token == JsonToken.VALUE_NULL;
    };
  }

  private static boolean same(BigDecimal value, JsonParser json) throws IOException {
    try {
      return json.getDecimalValue().compareTo(value) == 0;
    } catch (NumberFormatException _) {
      return false; // an exponent beyond all that we expect
    }
  }
}
