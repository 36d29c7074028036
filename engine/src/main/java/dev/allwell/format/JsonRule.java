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
  private final List<JsonPath> paths;
  private final List<JsonScalar> wanted;

  JsonRule(Map<JsonPath, JsonScalar> json) {
    paths = List.copyOf(json.keySet());
    wanted = paths.stream().map(json::get).toList();
  }

  Finding find(byte[] body, int length, boolean cut) {
    var walk = new JsonWalk(paths, wanted);
    try (JsonParser json = JsonBody.parser(body, length)) {
      Optional<String> missed = walk.over(json, cut);
      return missed.map(Finding::missed).orElse(Finding.MET);
    } catch (StreamConstraintsException e) {
      return Finding.missed(JsonBody.BEYOND);
    } catch (JsonProcessingException e) {
      return cut && JsonBody.atEnd(e, length)
          ? Finding.cut("expect.body.json is not met by what was kept of the body")
          : Finding.missed("the body is not JSON");
    } catch (IOException e) {
      return Finding.missed("the body is not JSON"); // not in the encoding that it begins in
    }
  }
}
