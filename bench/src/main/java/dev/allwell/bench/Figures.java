package dev.allwell.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/// What a rig found, for people on stdout and for programs in a JSON file.
public final class Figures {
  private final String rig;
  private final Map<String, Object> all = new LinkedHashMap<>();

  public Figures(String rig) {
    this.rig = rig;
    all.put("rig", rig);
    all.put("at", Instant.now().toString());
    all.put("machine", machine());
  }

  /// Adds something to the JSON alone: a record, a list, a number, a text.
  public void put(String key, Object value) {
    all.put(key, value);
  }

  /// Prints rows under a heading, columns aligned: the first to the left, the others to the right.
  public void table(String heading, List<String> columns, List<List<String>> rows) {
    var widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              columns.get(i).length(),
              rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
    System.out.println();
    System.out.println(heading);
    print(columns, widths);
    rows.forEach(row -> print(row, widths));
  }

  private static void print(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      var format = i == 0 ? "%-" + widths[i] + "s" : "  %" + widths[i] + "s";
      line.append(String.format(Locale.ROOT, format, cells.get(i)));
    }
    System.out.println(line);
  }

  /// Writes the JSON, and says where.
  public void write(Path file) {
    try {
      var parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    System.out.println();
    System.out.println(rig + ": all figures are in " + file);
  }

  /// The middle one; of an even number, the lower of the two.
  public static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
  }

  /// The value below which a share of them lies.
  ///
  /// @param sorted ascending
  public static double quantile(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
  }

  /// A whole number.
  public static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /// A number with as many decimals as asked for.
  public static String decimal(double value, int decimals) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static Map<String, Object> machine() {
    var machine = new LinkedHashMap<String, Object>();
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("processor", processor());
    machine.put("java", Runtime.version().toString());
    return machine;
  }

  private static String processor() {
    try {
      return Arrays.stream(Files.readString(Path.of("/proc/cpuinfo")).split("\n", -1))
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
