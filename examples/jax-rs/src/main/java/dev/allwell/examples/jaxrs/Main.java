package dev.allwell.examples.jaxrs;

import com.sun.net.httpserver.HttpServer;
import dev.allwell.tracker.HealthPage;
import dev.allwell.tracker.StatusCodeTracker;
import java.net.URI;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/// The application in Jersey on the JDK's own HTTP server.
public final class Main {
  private Main() {}

  /// Serves on 127.0.0.1 until it is ended.
  ///
  /// @param words the port, 8080 unless said; 0 takes a free one
  public static void main(String[] words) {
    int port = words.length == 0 ? 8080 : Integer.parseInt(words[0]);
    StatusCodeTracker tracker = StatusCodeTracker.create();
    ResourceConfig application =
        new ResourceConfig()
            .register(new RecordingFilter(tracker))
            .register(new Unexpected())
            .register(new Health(HealthPage.text(tracker)))
            .register(Orders.class);
    HttpServer server =
        JdkHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:" + port + "/"), application);
    System.out.println("listening on http://127.0.0.1:" + server.getAddress().getPort());
  }
}
