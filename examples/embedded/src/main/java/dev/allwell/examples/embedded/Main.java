package dev.allwell.examples.embedded;

import dev.allwell.Aggregator;
import dev.allwell.Options;
import java.time.Duration;

/// Watches the url that it is given, as `example`, and prints how it fares until it is well.
public final class Main {
  private Main() {}

  public static void main(String[] words) throws InterruptedException {
    try (var aggregator = Aggregator.start()) {
      var well = new java.util.concurrent.CountDownLatch(1);
      aggregator.subscribe(result -> {
        System.out.println(result.name() + " is " + result.health().code());
        if (result.health().good()) {
          well.countDown();
        }
      });
      aggregator.addService(
          "example", words[0], Options.DEFAULT.interval(Duration.ofSeconds(1)).groups("shop"));
      well.await();
      System.out.println("score " + aggregator.getStatus("example").orElseThrow().score());
    }
  }
}
