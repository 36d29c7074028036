package dev.allwell.server.web.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// An answer as it came over the wire.
///
/// @param headers names in lower case
record Answer(int status, Map<String, String> headers, String body) {
  static Answer parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    var lines = text.substring(0, end).split("\r\n");
    var headers = new TreeMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
  }

  String type() {
    return headers.getOrDefault("content-type", "");
  }

  JsonObject json() {
    return new JsonObject(body);
  }

  JsonObject state() {
    return json().getJsonObject("state");
  }

  /// What a problem says is wrong, one after another.
  JsonArray errors() {
    return json().getJsonArray("errors");
  }
}
