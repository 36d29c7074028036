package dev.allwell.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A program to start: its words, the folder it starts in, and the environment it sees.
///
/// @param words the program and its arguments
/// @param folder where it starts
/// @param environment what is set on top of what it inherits
/// @param inherits whether it sees this process's environment
public record Command(
    List<String> words, Path folder, Map<String, String> environment, boolean inherits) {
  public Command {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("words: empty, expected a program");
    }
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /// `words`, in this process's folder and environment.
  public static Command of(String... words) {
    return new Command(List.of(words), Path.of("").toAbsolutePath(), Map.of(), true);
  }

  /// This JVM's own `java` with `arguments`.
  public static Command java(String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return of(Stream.concat(Stream.of(java), Stream.of(arguments)).toArray(String[]::new));
  }

  /// The same with further arguments.
  public Command plus(String... arguments) {
    List<String> longer = Stream.concat(words.stream(), Stream.of(arguments)).toList();
    return new Command(longer, folder, environment, inherits);
  }

  /// The same, held to one core.
  public Command pinned(int core) {
    var before = Stream.of("taskset", "-c", Integer.toString(core));
    return new Command(
        Stream.concat(before, words.stream()).toList(), folder, environment, inherits);
  }

  /// The same, started in `start`.
  public Command in(Path start) {
    return new Command(words, start, environment, inherits);
  }

  /// The same with the environment's `name` set to `value`.
  public Command with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Command(words, folder, more, inherits);
  }

  /// The same without anything of this process's environment.
  public Command alone() {
    return new Command(words, folder, environment, false);
  }

  /// Starts it; the caller closes it.
  ///
  /// @throws UncheckedIOException when there is no such program or folder
  public ChildProcess start() {
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    if (!inherits) {
      builder.environment().clear();
    }
    builder.environment().putAll(environment);
    try {
      return new ChildProcess(this, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + words + " in " + folder, e);
    }
  }

  /// Starts it with nothing to read, waits for its end and tells it.
  ///
  /// @throws AssertionError when it has not ended within `deadline`; it is killed then
  public Finished run(Duration deadline) {
    return run("", deadline);
  }

  /// Starts it, gives it `input` to read, waits for its end and tells it.
  ///
  /// @throws AssertionError when it has not ended within `deadline`; it is killed then
  public Finished run(String input, Duration deadline) {
    try (ChildProcess child = start()) {
      child.give(input);
      int exit = child.awaitExit(deadline);
      return new Finished(exit, child.outLines(), child.errLines());
    }
  }
}
