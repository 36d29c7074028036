package dev.allwell.tracker;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A JVM whose first work is to register itself.
final class ColdStart {
  private ColdStart() {}

  /// What the first start of a registration took in a JVM of its own.
  static long nanos(String server) throws IOException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ColdStart.class.getName(),
                server)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return Long.parseLong(
        new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
  }

  public static void main(String[] words) {
    URI self = URI.create("http://127.0.0.1:8080");
    URI server = URI.create(words[0]);
    long began = System.nanoTime();
    SelfRegistration registration = SelfRegistration.of("shop", self).server(server).start();
    long took = System.nanoTime() - began;
    registration.close();
    System.out.println(took);
  }
}
