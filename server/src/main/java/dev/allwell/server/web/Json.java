package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// Writing JSON, field by field, in UTF-8.
public final class Json {
  public static final String TYPE = "application/json";
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private Json() {}

  /// A generator that leaves the stream open.
  static JsonGenerator to(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  /// A small document as bytes.
  public static byte[] bytes(Part part) {
    var out = new ByteArrayOutputStream(256);
    try (var json = to(out)) {
      part.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// A text field; a broken surrogate, which no UTF-8 can carry, is replaced.
  public static void text(JsonGenerator json, String field, String text) throws IOException {
    json.writeFieldName(field);
    json.writeString(wellFormed(text));
  }

  /// The text with each broken surrogate replaced by U+FFFD.
  public static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return repaired(text);
      }
    }
    return text;
  }

  private static String repaired(String text) {
    var repaired = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(repaired::appendCodePoint);
    return repaired.toString();
  }

  /// Something that writes itself.
  @FunctionalInterface
  public interface Part {
    void write(JsonGenerator json) throws IOException;
  }
}
