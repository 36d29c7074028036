package dev.allwell.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.allwell.model.JsonPath;
import dev.allwell.model.JsonScalar;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values that a JSON document must hold at places, looked for in one pass and without a tree.
final class JsonRule {
  static final int DEEPEST = 100;

  /// A cut may fall into a literal or a character, which is then a mistake shortly before the end.
  private static final int LONGEST_REST = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(1 << 20)
                  .maxNumberLength(1000)
                  .maxNameLength(8192)
                  .maxDocumentLength(1 << 20)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final List<JsonPath> paths;
  private final List<JsonScalar> wanted;

  JsonRule(Map<JsonPath, JsonScalar> json) {
    paths = List.copyOf(json.keySet());
    wanted = paths.stream().map(json::get).toList();
  }

  Finding find(byte[] body, int length, boolean cut) {
    var walk = new JsonWalk(paths, wanted);
    try (JsonParser json = JSON.createParser(body, 0, length)) {
      Optional<String> missed = walk.over(json, cut);
      return missed.map(Finding::missed).orElse(Finding.MET);
    } catch (StreamConstraintsException e) {
      return Finding.missed("the body is JSON deeper than 100 levels, or beyond another limit");
    } catch (JsonProcessingException e) {
      return cut && atEnd(e, length)
          ? Finding.cut("expect.body.json is not met by what was kept of the body")
          : Finding.missed("the body is not JSON");
    } catch (IOException e) {
      return Finding.missed("the body is not JSON"); // not in the encoding that it begins in
    }
  }

  private static boolean atEnd(JsonProcessingException e, int length) {
    return e instanceof JsonEOFException
        || (e.getLocation() != null
            && e.getLocation().getByteOffset() >= (long) length - LONGEST_REST);
  }
}
