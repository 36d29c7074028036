package dev.allwell.server.web.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// An answer as it came over the wire.
///
/// @param headers names in lower case
record Answer(int status, Map<String, String> headers, String body) {
  /// Reads one until the connection ends; of a stream the head alone, since it has no end.
  static Answer read(InputStream in) throws IOException {
    var status = line(in).split(" ")[1];
    var headers = new TreeMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    boolean endless = "text/event-stream".equals(headers.get("content-type"));
    boolean chunked = "chunked".equals(headers.get("transfer-encoding"));
    var body = endless ? new byte[0] : chunked ? chunks(in) : in.readAllBytes();
    return new Answer(Integer.parseInt(status), headers, new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.write(in.readNBytes(size));
      line(in);
    }
    return body.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0) {
        throw new EOFException("no whole answer came");
      }
      line.append((char) one);
    }
    return line.toString().strip();
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
