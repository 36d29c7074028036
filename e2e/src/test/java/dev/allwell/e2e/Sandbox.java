package dev.allwell.e2e;

import dev.allwell.testkit.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// A machine to play with: a copy of the scripts in a folder with a space in its name, a PATH with
/// few tools, no Java but what a test puts there, and a Maven that only pretends.
final class Sandbox {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "chmod",
          "dirname",
          "find",
          "flock",
          "grep",
          "mkdir",
          "mv",
          "paste",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sleep",
          "sort",
          "tee",
          "touch");
  private static final List<String> SCRIPTS =
      List.of(
          "allwell",
          ".ci/run",
          "bin/jdk",
          "bin/maven",
          "bin/build",
          "bin/test-packages",
          "bin/test-packages.txt");

  /// Writes down how it was called, waits while there is a file `hold`, and packages.
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$JAVA_HOME: $*" >>"FOLDER/calls"
      echo '[INFO] Building Allwell engine 0.1.0-SNAPSHOT            [1/2]'
      while [ -e "FOLDER/hold" ]; do sleep 0.02; done
      [ ! -e "FOLDER/broken" ] || { echo '[ERROR] does not compile'; exit 1; }
      for jar in server/target/allwell.jar examples/svc1/target/svc1.jar \\
        examples/svc2/target/svc2.jar; do
        mkdir -p "$(dirname "$jar")" && touch "$jar"
      done
      """;

  /// In place of a life of the server that teaches the JVM.
  private static final String AOT =
      """
      #!/bin/sh
      echo "learnt with ${1##*/}" >"${0%/bin/aot}/server/target/allwell.aot"
      """;

  /// Tells its process and how it was called.
  private static final String JAVA =
      """
      #!/bin/sh
      echo "process $$"
      for word; do echo "$word"; done
      """;

  final Path root;
  final Path tools;
  final Path jdks;
  private final Path folder;

  Sandbox(Path folder) throws IOException {
    this.folder = folder;
    root = Files.createDirectory(folder.resolve("all well"));
    tools = Files.createDirectory(folder.resolve("tools"));
    jdks = Files.createDirectory(folder.resolve("jdks"));
    for (String tool : TOOLS) {
      tool(tool, "#!/bin/sh\nexec " + real(tool) + " \"$@\"\n");
    }
    for (String script : SCRIPTS) {
      Files.createDirectories(root.resolve(script).getParent());
      Files.copy(Product.root().resolve(script), root.resolve(script));
      executable(root.resolve(script));
    }
    executable(write(root.resolve("bin/aot"), AOT));
    write(root.resolve("pom.xml"), "<project/>");
    write(root.resolve("server/src/main/java/Server.java"), "class Server {}");
    write(root.resolve("server/src/test/java/ServerTest.java"), "class ServerTest {}");
  }

  /// A JDK of `version` in the folder `name` that says so in its `release` file.
  Path jdk(String name, String version) throws IOException {
    Path jdk = jdks.resolve(name);
    write(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    executable(write(jdk.resolve("bin/javac"), "#!/bin/sh\n"));
    executable(write(jdk.resolve("bin/java"), JAVA));
    return jdk;
  }

  void maven() throws IOException {
    tool("mvn", MAVEN.replace("FOLDER", folder.toString()));
  }

  void tool(String name, String script) throws IOException {
    executable(write(tools.resolve(name), script));
  }

  /// The script, called from a folder that is not the project's.
  Command allwell(String... words) {
    return at(root.resolve("allwell"), words);
  }

  /// `program` on this machine.
  Command at(Path program, String... words) {
    return Command.of(program.toString())
        .plus(words)
        .alone()
        .in(folder)
        .with("PATH", tools.toString())
        .with("HOME", folder.toString())
        .with("ALLWELL_JVM_DIRS", jdks.toString());
  }

  /// How Maven was called so far: its JDK and its words, a line each.
  List<String> mavenCalls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /// Makes Maven `hold` or `broken` while there is such a file.
  Path mavenIs(String state) throws IOException {
    return Files.createFile(folder.resolve(state));
  }

  static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path real(String tool) {
    return Stream.of("/usr/bin", "/bin")
        .map(place -> Path.of(place, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + tool + " on this machine"));
  }
}
