import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.allwell.tracker.HealthPage;
import dev.allwell.tracker.SelfRegistration;
import dev.allwell.tracker.StatusCodeTracker;
import dev.allwell.tracker.TrackedHttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;

/// Runs the block in a server whose work fails.
public class Readme {
  public static void main(String[] words) throws Exception {
    HttpHandler work =
        exchange -> {
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        };
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 8080), 0);
    // the block
    server.start();
  }
}
