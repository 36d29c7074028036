package dev.allwell.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;

/// A reader of bodies that may be JSON of any shape: in one pass, within limits, without a tree.
/// Immutable; any thread.
final class JsonBody {
  /// Bytes of a body, and so of all that is in it.
  static final int LONGEST = 1 << 20;

  /// A cut may fall into a literal or a character, which is then a mistake shortly before the end.
  private static final int LONGEST_REST = 8;

  private final JsonFactory json;
  private final int depth;

  /// @param depth of objects and arrays in one another
  /// @param text characters of a text
  /// @param number digits of a number
  /// @param name characters of a key
  JsonBody(int depth, int text, int number, int name) {
    this.depth = depth;
    json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(depth)
                    .maxStringLength(text)
                    .maxNumberLength(number)
                    .maxNameLength(name)
                    .maxDocumentLength(LONGEST)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
  }

  /// A reader of the first `length` bytes.
  JsonParser parser(byte[] body, int length) throws IOException {
    return json.createParser(body, 0, length);
  }

  /// What is said of a body beyond a limit.
  String beyond() {
    return "the body is JSON deeper than " + depth + " levels, or beyond another limit";
  }

  /// Whether a mistake is where the body ends, so that it may come of a cut.
  static boolean atEnd(JsonProcessingException e, int length) {
    return e instanceof JsonEOFException
        || (e.getLocation() != null
            && e.getLocation().getByteOffset() >= (long) length - LONGEST_REST);
  }

  /// Whether a body begins as a JSON object in UTF-8: most bodies are turned away here, and so are
  /// UTF-16 and UTF-32, which would be read otherwise.
  static boolean beginsAsObject(byte[] body, int length) {
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
}
