package dev.allwell.examples.jaxrs;

import dev.allwell.tracker.HealthPage;
import dev.allwell.tracker.StatusCodeTracker;
import java.net.URI;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/// The application in Jersey on Grizzly.
public final class Main {
  private Main() {}

  /// Serves on 127.0.0.1 until it is ended.
  ///
  /// @param words the port, 8080 unless said; 0 takes a free one
  public static void main(String[] words) throws InterruptedException {
    int port = words.length == 0 ? 8080 : Integer.parseInt(words[0]);
    StatusCodeTracker tracker = StatusCodeTracker.create();
    ResourceConfig application =
        new ResourceConfig()
            .register(new RecordingFilter(tracker))
            .register(new Unexpected())
            .register(new Health(HealthPage.text(tracker)))
            .register(Orders.class);
    HttpServer server =
        GrizzlyHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:" + port + "/"), application);
    System.out.println("listening on http://127.0.0.1:" + server.getListener("grizzly").getPort());
    Thread.currentThread().join();
  }
}
