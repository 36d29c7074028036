package dev.allwell.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.allwell.model.JsonPath;
import dev.allwell.model.JsonScalar;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values that a JSON document must hold at places, looked for in one pass and without a tree.
final class JsonRule {
  static final int DEEPEST = 100;

  private static final JsonBody JSON = new JsonBody(DEEPEST, JsonBody.LONGEST, 1000, 8192);

  private final List<JsonPath> paths;
  private final List<JsonScalar> wanted;

  JsonRule(Map<JsonPath, JsonScalar> json) {
    paths = List.copyOf(json.keySet());
    wanted = paths.stream().map(json::get).toList();
  }

  Finding find(byte[] body, int length, boolean cut) {
    var walk = new JsonWalk(paths, wanted);
    try (JsonParser json = JSON.parser(body, length)) {
      Optional<String> missed = walk.over(json, cut);
      return missed.map(Finding::missed).orElse(Finding.MET);
    } catch (StreamConstraintsException e) {
      return Finding.missed(JSON.beyond());
    } catch (JsonProcessingException e) {
      return cut && JsonBody.atEnd(e, length)
          ? Finding.cut("expect.body.json is not met by what was kept of the body")
          : Finding.missed("the body is not JSON");
    } catch (IOException e) {
      return Finding.missed("the body is not JSON"); // not in the encoding that it begins in
    }
  }
}
