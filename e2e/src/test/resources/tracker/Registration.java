import com.sun.net.httpserver.HttpServer;
import dev.allwell.tracker.HealthPage;
import dev.allwell.tracker.SelfRegistration;
import dev.allwell.tracker.StatusCodeTracker;
import dev.allwell.tracker.TrackedHttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

/// Serves a health page, runs the block, and closes the registration when its input ends.
public class Registration {
  public static void main(String[] words) throws Exception {
    StatusCodeTracker tracker = StatusCodeTracker.create();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 8080), 0);
    server.createContext("/health", TrackedHttpServer.health(HealthPage.text(tracker)));
    server.start();
    // the block
    System.in.readAllBytes();
    registration.close();
    server.stop(0);
  }
}
