package dev.allwell.probe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// One example of a page: a list of services in YAML, and the comment above that says what they are
/// run against.
///
/// The comment is `<!-- target: KIND, WHAT IT DOES | also: WHAT IT DOES gives REASON -->`, with as
/// many `also` as wanted; [DocTarget] knows what a target can do. The first gives `ok` unless it
/// says otherwise in the same words.
///
/// @param line where the block begins, from 1
/// @param kind `http`, `tcp`, `dns` …
/// @param behaviour what the target does; may be empty
/// @param reason what the attempt then comes to
record DocExample(
    int line,
    String kind,
    String behaviour,
    String reason,
    List<Also> alsos,
    List<Map<String, Object>> services) {
  private static final Pattern TARGET =
      Pattern.compile("<!-- target: ([^,|]+?)(?:, (.*?))?((?: \\| also: .*)?) -->");
  private static final Pattern ALSO = Pattern.compile("(.*) gives ([a-z-]+)");

  /// What the target may do instead, and what the attempt then comes to.
  record Also(String behaviour, String reason) {}

  /// Every block of YAML in a page.
  static List<DocExample> of(Path page) throws Exception {
    var examples = new ArrayList<DocExample>();
    var before = new StringBuilder();
    List<String> lines = Files.readAllLines(page);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.strip().equals("```yaml")) {
        int end = i + 1;
        while (!lines.get(end).strip().equals("```")) {
          end++;
        }
        String yaml = String.join("\n", lines.subList(i + 1, end));
        examples.add(read(i + 1, before.toString().strip(), yaml));
        i = end;
        before.setLength(0);
      } else if (line.startsWith("<!--")) {
        before.setLength(0);
        before.append(line.strip());
      } else if (before.indexOf("-->") < 0 && !before.isEmpty()) {
        before.append(' ').append(line.strip());
      } else if (!line.isBlank()) {
        before.setLength(0);
      }
    }
    return examples;
  }

  private static DocExample read(int line, String comment, String yaml) {
    Matcher target = TARGET.matcher(comment);
    if (!target.matches()) {
      throw new AssertionError(
          "line %d: expected <!-- target: … --> above, got: %s".formatted(line, comment));
    }
    var alsos = new ArrayList<Also>();
    for (String text : target.group(3).split(" \\| also: ")) {
      if (!text.isBlank()) {
        Matcher also = ALSO.matcher(text.strip());
        if (!also.matches()) {
          throw new AssertionError("line %d: expected … gives REASON: %s".formatted(line, text));
        }
        alsos.add(new Also(also.group(1).strip(), also.group(2)));
      }
    }
    String behaviour = target.group(2) == null ? "" : target.group(2);
    Matcher other = ALSO.matcher(behaviour);
    boolean well = !other.matches();
    return new DocExample(
        line,
        target.group(1),
        well ? behaviour : other.group(1),
        well ? "ok" : other.group(2),
        alsos,
        services(line, yaml));
  }

  @SuppressWarnings("unchecked") // what is not of this shape fails where it is read
  private static List<Map<String, Object>> services(int line, String yaml) {
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    if (!(tree instanceof List<?> list) || list.isEmpty()) {
      throw new AssertionError("line " + line + ": expected a list of services");
    }
    return (List<Map<String, Object>>) tree;
  }

  @Override
  public String toString() {
    return "line " + line + ": " + services.getFirst().get("name");
  }
}
