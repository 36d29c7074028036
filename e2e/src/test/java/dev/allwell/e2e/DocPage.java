package dev.allwell.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A page of `docs/` whose every block of code has a name, in a comment on the line above it.
///
/// @param text all of it
/// @param blocks their texts by name, in order
record DocPage(String text, Map<String, String> blocks) {
  static DocPage of(String name) throws IOException {
    Path file = Product.root().resolve("docs").resolve(name);
    List<String> lines = Files.readAllLines(file);
    Map<String, String> blocks = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        int end = i + 1;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        String above = i == 0 ? "" : lines.get(i - 1);
        if (!above.matches("<!-- .* -->")) {
          throw new AssertionError(file + ":" + (i + 1) + ": a block without a name above it");
        }
        String block = String.join("\n", lines.subList(i + 1, end)) + "\n";
        if (blocks.put(above.substring(5, above.length() - 4), block) != null) {
          throw new AssertionError(file + ":" + (i + 1) + ": a second " + above);
        }
        i = end;
      }
    }
    return new DocPage(Files.readString(file), blocks);
  }

  /// The block of that name.
  String block(String name) {
    String block = blocks.get(name);
    if (block == null) {
      throw new AssertionError("no block " + name + ", there are " + blocks.keySet());
    }
    return block;
  }

  /// The tables' rows whose first cell is code, as cells without their backticks.
  List<List<String>> rows(String heading) {
    var rows = new ArrayList<List<String>>();
    String section = text.substring(text.indexOf("\n" + heading + "\n") + heading.length() + 1);
    int end = section.indexOf("\n## ");
    for (String line : (end < 0 ? section : section.substring(0, end)).split("\n")) {
      if (line.startsWith("| `")) {
        rows.add(
            List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)).stream()
                .map(cell -> cell.replaceAll("^`|`$", "").strip())
                .toList());
      }
    }
    return rows;
  }
}
