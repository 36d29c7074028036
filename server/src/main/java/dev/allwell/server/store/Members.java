package dev.allwell.server.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The members of one JSON object: texts as they read, all else as it is written and not yet read,
/// so that what was read before need not be read again.
final class Members {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, String> byName = new HashMap<>();

  private Members() {}

  /// @throws IllegalArgumentException when the text is no JSON object
  static Members of(String text) {
    var members = new Members();
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        members.take(json.currentName(), json, text);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no input but the text
    }
    return members;
  }

  private void take(String name, JsonParser json, String text) throws IOException {
    if (json.nextToken() == JsonToken.VALUE_STRING) {
      byName.put(name, json.getText());
      return;
    }
    long from = json.currentTokenLocation().getCharOffset();
    json.skipChildren();
    byName.put(name, text.substring((int) from, (int) json.currentLocation().getCharOffset()));
  }

  /// @throws IllegalArgumentException when there is none of this name
  String required(String name) {
    return member(name)
        .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is missing"));
  }

  /// The member of a name, if there is one.
  Optional<String> member(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// Whether it is there and true.
  boolean flag(String name) {
    return "true".equals(byName.get(name));
  }
}
