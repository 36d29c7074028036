package dev.allwell.examples.service;

import dev.allwell.tracker.SelfRegistration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One example as a program: serves, announces itself, and ends with exit 0 on SIGTERM, on SIGINT
/// or together with another process.
///
/// @param id its id and name at Allwell
/// @param port where it listens unless told otherwise
/// @param rule which of its requests are errors
/// @param attributes what it tells of itself
public record Example(String id, int port, ErrorRule rule, Map<String, String> attributes) {
  private static final long LOOK_MILLIS = 200;

  public Example {
    attributes = Map.copyOf(attributes);
  }

  /// Runs it until it is told to end, and ends this JVM: exit 0, 2 for wrong usage, 3 when it
  /// cannot listen.
  public void run(String... words) {
    System.exit(serve(words));
  }

  private int serve(String... words) {
    if (List.of(words).contains("--help")) {
      System.out.println(Options.USAGE.formatted(port));
      return 0;
    }
    Options options;
    try {
      options = Options.parse(port, words);
    } catch (IllegalArgumentException e) {
      System.err.println(id + ": " + e.getMessage());
      return 2;
    }
    try (ExampleService service = new ExampleService(options.port(), rule, attributes)) {
      live(options, service);
      return 0;
    } catch (IOException e) {
      System.err.println(id + ": cannot listen on port " + options.port() + ": " + e.getMessage());
      return 3;
    }
  }

  private void live(Options options, ExampleService service) {
    // The JVM's own answer to SIGTERM is exit 143; being asked to end is no fault.
    Thread endWithZero = new Thread(() -> Runtime.getRuntime().halt(0));
    Runtime.getRuntime().addShutdownHook(endWithZero);
    service.start();
    System.out.println(id + ": listening on " + service.url());
    // What the tracker logs, as one line each.
    System.setProperty("java.util.logging.SimpleFormatter.format", id + ": %5$s%6$s%n");
    try (SelfRegistration _ = registration(options, service)) {
      awaitEnd(options);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().removeShutdownHook(endWithZero);
    }
  }

  private SelfRegistration registration(Options options, ExampleService service) {
    return SelfRegistration.of(id, service.url())
        .server(options.server())
        .interval(Duration.ofSeconds(5))
        .attributes(attributes)
        .start();
  }

  /// Waits for the end of the process to end with, or for ever: a signal ends the JVM.
  private static void awaitEnd(Options options) throws InterruptedException {
    if (options.exitWith().isPresent()) {
      awaitEndOf(options.exitWith().getAsLong());
    } else {
      new CountDownLatch(1).await();
    }
  }

  private static void awaitEndOf(long pid) throws InterruptedException {
    // Looked at often: `ProcessHandle.onExit` of a process that is not a child may tell 5 s late.
    // One handle for good: it knows when the process began, so that another one that gets the same
    // number later is not mistaken for it.
    ProcessHandle other = ProcessHandle.of(pid).orElse(null);
    CountDownLatch never = new CountDownLatch(1);
    while (other != null && other.isAlive()) {
      if (never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }
}
