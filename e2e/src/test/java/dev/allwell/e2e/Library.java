package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.Command;
import dev.allwell.testkit.process.Finished;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The tracker's artifacts as this build has packaged them, and what it takes to compile a page's
/// blocks against them.
final class Library {
  private static final Pattern COORDINATES =
      Pattern.compile(
          "<dependency>\\s*<groupId>dev.allwell</groupId>\\s*"
              + "<artifactId>allwell-([a-z-]+)</artifactId>\\s*"
              + "<version>([^<]+)</version>\\s*</dependency>\\s*");
  private static final String LIBRARIES = "BOOT-INF/lib/";

  private Library() {}

  /// The jar that a block of Maven's names.
  static Path jar(String dependency) {
    Matcher found = COORDINATES.matcher(dependency);
    assertThat(found.matches()).as("a dependency: %s", dependency).isTrue();
    Path jar =
        Product.root()
            .resolve(found.group(1) + "/target")
            .resolve("allwell-" + found.group(1) + "-" + found.group(2) + ".jar");
    assertThat(jar).isRegularFile();
    return jar;
  }

  /// All that the Spring Boot example stands on, with the tracker's family and Tomcat, unpacked.
  static String springsClassPath(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (ZipFile zip = new ZipFile(Product.example("spring-boot").toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith(LIBRARIES) && name.endsWith(".jar")) {
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, folder.resolve(name.substring(LIBRARIES.length())));
          }
        }
      }
    }
    return folder + "/*";
  }

  /// A program of the tests that a block is put into.
  static String around(String program, String block) throws IOException {
    try (InputStream in = Library.class.getResourceAsStream("/tracker/" + program)) {
      assertThat(in).as(program).isNotNull();
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .replace("// the block\n", block);
    }
  }

  /// Compiles as an application does that runs on Java 17.
  static void compile(String path, Path to, Path... sources) {
    List<String> words =
        new ArrayList<>(List.of("--release", "17", "-parameters", "-Xlint:all", "-Werror"));
    words.addAll(path.startsWith("-") ? List.of(path.split(" ")) : List.of("-cp", path));
    words.addAll(List.of("-d", to.toString()));
    Arrays.stream(sources).map(Path::toString).forEach(words::add);
    String javac = Path.of(System.getProperty("java.home"), "bin", "javac").toString();
    Finished finished =
        Command.of(javac).plus(words.toArray(String[]::new)).run(Server.LONG.multipliedBy(2));
    assertThat(finished.exit()).as("%s%n%s", finished.err(), finished.out()).isZero();
  }
}
