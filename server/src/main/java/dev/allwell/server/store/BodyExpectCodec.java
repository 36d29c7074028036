package dev.allwell.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allwell.model.BodyExpect;
import dev.allwell.model.JsonPath;
import dev.allwell.model.JsonScalar;
import java.math.BigDecimal;
import java.util.LinkedHashMap;

/// What is expected of a body, as JSON; an absent one expects nothing. A number is kept as a text
/// beside its kind: JSON's own would lose its digits.
final class BodyExpectCodec {
  private BodyExpectCodec() {}

  static void write(BodyExpect body, ObjectNode to) {
    body.contains().ifPresent(text -> to.put("contains", text));
    body.regex().ifPresent(text -> to.put("regex", text));
    var json = to.putArray("json");
    body.json()
        .forEach((path, scalar) -> {
          var entry = json.addObject().put("path", path.toString());
          switch (scalar) {
            case JsonScalar.Text(String value) -> entry.put("text", value);
            case JsonScalar.Numeric(BigDecimal value) -> entry.put("number", value.toString());
            case JsonScalar.Flag(boolean value) -> entry.put("flag", value);
            case JsonScalar.Null() -> entry.putNull("null");
          }
        });
  }

  static BodyExpect read(JsonNode from) {
    var json = new LinkedHashMap<JsonPath, JsonScalar>();
    for (var entry : from.path("json")) {
      json.put(JsonPath.of(entry.required("path").textValue()), scalar(entry));
    }
    return new BodyExpect(from.path("contains").textValue(), from.path("regex").textValue(), json);
  }

  private static JsonScalar scalar(JsonNode entry) {
    if (entry.has("text")) {
      return new JsonScalar.Text(entry.required("text").textValue());
    }
    if (entry.has("number")) {
      return new JsonScalar.Numeric(new BigDecimal(entry.required("number").textValue()));
    }
    return entry.has("flag")
        ? new JsonScalar.Flag(entry.required("flag").booleanValue())
        : new JsonScalar.Null();
  }
}
