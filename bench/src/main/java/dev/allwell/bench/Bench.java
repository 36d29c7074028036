package dev.allwell.bench;

import dev.allwell.bench.throughput.Throughput;
import dev.allwell.bench.tracker.Recording;
import java.util.ArrayList;
import java.util.List;

/// The rigs' entrance: `bin/bench` calls it with the rig's name and its words.
public final class Bench {
  private Bench() {}

  /// Exits with 0 when the rig measured, 1 when what it measured is not to be trusted, 2 when the
  /// words are wrong or a program is missing.
  public static void main(String[] words) {
    var children = Thread.ofPlatform().unstarted(Bench::endChildren);
    Runtime.getRuntime().addShutdownHook(children);
    try {
      System.exit(run(words.length == 0 ? "" : words[0], rest(words)));
    } catch (Unfit e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(e.code());
    } catch (InterruptedException e) {
      System.exit(1);
    }
  }

  /// Whatever ends the rig ends what it started.
  private static void endChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private static int run(String rig, List<String> words) throws InterruptedException {
    return switch (rig) {
      case "throughput" -> Throughput.run(words);
      case "rhythm" -> Rhythm.run(words);
      case "start" -> Start.run(words);
      case "sick" -> Sick.run(words);
      case "bulk" -> Bulk.run(words);
      case "history" -> Remembering.run(words);
      case "tracker" -> Recording.run(words);
      case "jmh" -> jmh(words);
      default ->
          throw Unfit.words(
              "there are the rigs throughput, rhythm, start, sick, bulk, history, tracker, jmh");
    };
  }

  /// JMH with its own words, and a JSON file unless another is named.
  private static int jmh(List<String> words) {
    var all = new ArrayList<>(words);
    if (!words.contains("-rff")) {
      all.addAll(List.of("-rf", "json", "-rff", "bench/target/jmh.json"));
    }
    try {
      org.openjdk.jmh.Main.main(all.toArray(String[]::new));
      return 0;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> rest(String[] words) {
    return words.length == 0 ? List.of() : List.of(words).subList(1, words.length);
  }
}
