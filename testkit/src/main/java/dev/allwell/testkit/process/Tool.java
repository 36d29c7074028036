package dev.allwell.testkit.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where the programs of other people are: on the PATH or where Debian puts them.
final class Tool {
  private static final List<String> USUAL =
      List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin");

  private Tool() {}

  /// The path of `name`, which Debian's `debianPackage` brings.
  ///
  /// @throws AssertionError when there is none: a required program that is absent fails its test
  static String find(String name, String debianPackage) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(":")), USUAL.stream())
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(() ->
            new AssertionError(
                name + " not found; on Debian: sudo apt-get install " + debianPackage));
  }
}
