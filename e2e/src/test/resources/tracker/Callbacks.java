import dev.allwell.tracker.StatusCodeTracker;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Runs the block with a pager that writes down and a database that can be away.
public class Callbacks {
  static final LinkedBlockingQueue<String> paged = new LinkedBlockingQueue<>();

  static final class Pager {
    void page(String what) {
      paged.add("page: " + what);
    }

    void resolve(String what) {
      paged.add("resolve: " + what);
    }
  }

  static final class Database {
    volatile boolean away;

    boolean isReachable() {
      return !away;
    }
  }

  public static void main(String[] words) throws Exception {
    Pager pager = new Pager();
    Database database = new Database();
    // the block
    database.away = true;
    assert tracker.health().status() == 503 : tracker.health();
    assert tracker.health().message().equals("Extra checks failed") : tracker.health();
    assert tracker.isHealthy() && !tracker.healthCheckPass();
    assert paged.isEmpty() : paged;

    for (int i = 0; i < 10; i++) {
      tracker.record(500);
    }
    is("page: shop is ill", paged.poll(60, TimeUnit.SECONDS));
    tracker.updateHealthy(true);
    is("resolve: shop is ill", paged.poll(60, TimeUnit.SECONDS));
  }

  private static void is(String expected, String said) {
    assert expected.equals(said) : said;
  }
}
