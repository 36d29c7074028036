package dev.allwell.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

/// Another JVM that runs a main class of these tests.
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private Child(Process process) {
    this.process = process;
    this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  static Child run(Class<?> main, String... arguments) throws IOException {
    return run(List.of(), main, arguments);
  }

  /// @param wrapper a command that runs the rest
  static Child run(List<String> wrapper, Class<?> main, String... arguments) throws IOException {
    var command = new ArrayList<>(wrapper);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    return new Child(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  long pid() {
    return process.pid();
  }

  String line() throws IOException {
    return awaitLine("");
  }

  /// The next line that begins with a word, without it.
  String awaitLine(String word) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(word)) {
        return line.substring(word.length()).strip();
      }
    }
    throw new AssertionError("the child ended without saying " + word);
  }

  /// SIGKILL, then what it had said and nobody had read. By the handle: destroying the `Process`
  /// would close its streams too.
  List<String> kill() throws IOException {
    process.toHandle().destroyForcibly();
    var rest = new ArrayList<String>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      rest.add(line);
    }
    process.onExit().orTimeout(20, SECONDS).join();
    return rest;
  }

  int exitCode() {
    return process.onExit().orTimeout(60, SECONDS).join().exitValue();
  }

  @Override
  public void close() throws IOException {
    kill();
    process.getOutputStream().close();
    output.close();
  }
}
