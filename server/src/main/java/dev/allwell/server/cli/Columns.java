package dev.allwell.server.cli;

import java.io.PrintWriter;
import java.util.List;

/// Rows of text in columns that are as wide as they must be.
final class Columns {
  private static final String BETWEEN = "  ";

  private Columns() {}

  /// @param rows of the same length each; control characters in them are shown as a question mark,
  ///   since they could speak to the terminal
  static void print(PrintWriter out, List<List<String>> rows) {
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        var cell = row.get(i).replaceAll("\\p{Cntrl}", "?");
        line.append(cell).repeat(' ', widths[i] - cell.length()).append(BETWEEN);
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }
}
