package dev.allwell.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A running program whose output is collected from its first line on. Closing kills it and what it
/// started, by their ids. Any thread.
///
/// Whatever fails here throws an `AssertionError` that tells the command and all it said.
public final class ChildProcess implements AutoCloseable {
  private static final Duration TO_DIE = Duration.ofSeconds(10);

  private final Command command;
  private final Process process;
  private final Said said = new Said();
  private final Thread out;
  private final Thread err;

  ChildProcess(Command command, Process process) {
    this.command = command;
    this.process = process;
    out = daemon("out of ", () -> read(process.getInputStream(), Said.To.OUT));
    err = daemon("err of ", () -> read(process.getErrorStream(), Said.To.ERR));
    daemon("end of ", this::awaitEndOfOutput);
  }

  /// No virtual thread: reading a pipe holds its carrier, and two programs would hold them all.
  private Thread daemon(String name, Runnable task) {
    return Thread.ofPlatform().daemon().name(name + process.pid()).start(task);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// What it has said so far, standard output and standard error as they came.
  public List<String> lines() {
    return said.lines();
  }

  /// What it has said on its standard output so far.
  public List<String> outLines() {
    return said.lines(Said.To.OUT);
  }

  /// What it has said on its standard error so far.
  public List<String> errLines() {
    return said.lines(Said.To.ERR);
  }

  /// The first line, said already or within `deadline`, that contains `part`.
  public String awaitLine(String part, Duration deadline) {
    try {
      return said.first(line -> line.contains(part)).get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw failure("no line with \"" + part + "\" within " + deadline, e);
    } catch (ExecutionException e) {
      throw failure("it ended without a line with \"" + part + "\"", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Its exit code, which comes within `deadline`; all it said is collected then.
  public int awaitExit(Duration deadline) {
    try {
      if (!process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        throw failure("still running after " + deadline, new TimeoutException());
      }
      // A grandchild may hold the outputs open for ever: its words are not waited for.
      out.join(TO_DIE);
      err.join(TO_DIE);
      return process.exitValue();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Sends it the signal `name`: `TERM`, `INT`, `KILL`, `STOP`, `CONT` …
  public void signal(String name) {
    Command kill = Command.of("kill", "-s", name, Long.toString(pid()));
    Finished finished = kill.run(TO_DIE);
    if (finished.exit() != 0) {
      throw failure("cannot send " + name + ": " + finished.err(), new IllegalStateException());
    }
  }

  /// Gives it `input` and then the end of its standard input.
  public void give(String input) {
    try (OutputStream to = process.getOutputStream()) {
      to.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It may end, or close its input, without reading all of it: its exit code tells the rest.
      said.add(Said.To.ERR, "(its input was not read to the end: " + e.getMessage() + ")");
    }
  }

  /// Kills it and what it started, and waits until they are gone.
  @Override
  public void close() {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    awaitExit(TO_DIE);
  }

  private void read(InputStream from, Said.To to) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        said.add(to, line);
      }
    } catch (IOException | UncheckedIOException e) {
      said.add(to, "(reading it failed: " + e.getMessage() + ")");
    }
  }

  private void awaitEndOfOutput() {
    try {
      out.join();
      err.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    said.end();
  }

  private AssertionError failure(String what, Throwable cause) {
    String all = String.join("\n  ", said.lines());
    return new AssertionError(command.words() + ": " + what + "; it said:\n  " + all, cause);
  }

  private AssertionError interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return failure("interrupted while waiting for it", cause);
  }
}
