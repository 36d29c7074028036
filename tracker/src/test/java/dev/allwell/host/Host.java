package dev.allwell.host;

import dev.allwell.tracker.SelfRegistration;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/// A program that registers itself, sees of the tracker what its module exports, and just runs.
public final class Host {
  private Host() {}

  public static void main(String... words) throws InterruptedException {
    SelfRegistration registration =
        SelfRegistration.of("host", URI.create("http://127.0.0.1:1"))
            .server(URI.create(words[0]))
            .deregisterAtClose(true)
            .start();
    new CountDownLatch(1).await();
    registration.close();
  }
}
