package dev.allwell.server.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.server.web.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Trees of texts, numbers, booleans, lists and maps as JSON.
final class Trees {
  private Trees() {}

  static void field(JsonGenerator json, String field, Object tree) throws IOException {
    json.writeFieldName(field);
    write(json, tree);
  }

  static void write(JsonGenerator json, @Nullable Object tree) throws IOException {
    switch (tree) {
      case null -> json.writeNull();
      case String text -> json.writeString(Json.wellFormed(text));
      case Boolean flag -> json.writeBoolean(flag);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case BigInteger number -> json.writeNumber(number);
      case BigDecimal number -> json.writeNumber(number);
      case List<?> list -> {
        json.writeStartArray();
        for (var element : list) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (var entry : map.entrySet()) {
          json.writeFieldName(Json.wellFormed(String.valueOf(entry.getKey())));
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      default -> throw new IllegalArgumentException("not of a tree: " + tree.getClass());
    }
  }
}
