package dev.allwell.server.config;

import dev.allwell.model.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The names of a `.env` file with their values, read one after another; what is wrong with a value
/// is noted. An empty value counts as none.
final class EnvNames {
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern DOMAIN =
      Pattern.compile("(?:https?://)?([a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}])(?::[0-9]{1,5})?/?");

  private final String file;
  private final Map<String, EnvFile.Line> left;
  private final List<Problem> problems;
  private final TreeSet<String> known = new TreeSet<>();

  EnvNames(String file, Map<String, EnvFile.Line> lines, List<Problem> problems) {
    this.file = file;
    this.left = new HashMap<>(lines);
    this.problems = problems;
  }

  @Nullable String text(String name) {
    return take(name).map(EnvFile.Line::value).orElse(null);
  }

  @Nullable Boolean flag(String name) {
    var line = take(name);
    return line.map(said ->
            switch (said.value().toLowerCase(Locale.ROOT)) {
              case "true", "1" -> true;
              case "false", "0" -> false;
              default -> {
                note(name, said, "expected true or false, got \"" + said.value() + '"');
                yield false;
              }
            })
        .orElse(null);
  }

  Optional<Long> whole(String name, long least, long most) {
    var line = take(name);
    var number =
        line.map(EnvFile.Line::value)
            .filter(said -> WHOLE.matcher(said).matches())
            .map(Long::parseLong)
            .filter(said -> said >= least && said <= most);
    if (line.isPresent() && number.isEmpty()) {
      note(
          name,
          line.get(),
          "expected a whole number from %d to %d, got \"%s\""
              .formatted(least, most, line.get().value()));
    }
    return number;
  }

  @Nullable Duration seconds(String name, Duration least, Duration most) {
    return whole(name, least.toSeconds(), most.toSeconds()).map(Duration::ofSeconds).orElse(null);
  }

  /// A host name, perhaps dressed as a URL: the original's default was one.
  @Nullable String domain(String name) {
    var line = take(name);
    if (line.isEmpty()) {
      return null;
    }
    var host = DOMAIN.matcher(line.get().value().toLowerCase(Locale.ROOT));
    if (host.matches()) {
      return host.group(1);
    }
    note(name, line.get(), "expected a host name, got \"" + line.get().value() + '"');
    return null;
  }

  @Nullable Path file(String name) {
    var line = take(name);
    try {
      var path = line.map(said -> Path.of(said.value())).orElse(null);
      if (path == null || path.getFileName() != null) {
        return path;
      }
    } catch (InvalidPathException e) {
      // as with a path that names no file
    }
    note(name, line.orElseThrow(), "expected a file's path, got \"" + line.get().value() + '"');
    return null;
  }

  /// Notes the names that look like one that was asked for; others may be another program's.
  void suspectTheRest() {
    left.forEach((name, line) ->
        known.stream()
            .filter(meant -> alike(name.toUpperCase(Locale.ROOT), meant))
            .findFirst()
            .ifPresent(meant -> note(name, line, "unknown name, did you mean " + meant + "?")));
    problems.sort(Comparator.comparingInt(EnvNames::line));
  }

  private static int line(Problem problem) {
    return Integer.parseInt(problem.path().substring(problem.path().lastIndexOf(':') + 1));
  }

  private Optional<EnvFile.Line> take(String name) {
    known.add(name);
    return Optional.ofNullable(left.remove(name)).filter(line -> !line.value().isEmpty());
  }

  private void note(String name, EnvFile.Line line, String message) {
    problems.add(new Problem(file + ":" + line.number(), name + ": " + message));
  }

  /// Whether few enough letters differ; of short names, none but their case.
  private static boolean alike(String name, String meant) {
    return distance(name, meant) <= (meant.length() < 7 ? 0 : 2);
  }

  /// Levenshtein's.
  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j - 1], diagonal));
      }
    }
    return row[b.length()];
  }
}
