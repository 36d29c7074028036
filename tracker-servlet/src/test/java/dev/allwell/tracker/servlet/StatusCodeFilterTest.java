package dev.allwell.tracker.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.allwell.tracker.StatusCodeTracker;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What no container shows: cost, and trouble of the filter's own.
class StatusCodeFilterTest {
  private static final int REQUESTS = 20_000;
  private static final FilterChain NOTHING = (request, response) -> {};

  private final StatusCodeTracker tracker = StatusCodeTracker.create();

  @AfterEach
  void close() {
    tracker.close();
  }

  @Test
  void aRequestThatEndsWellAllocatesNothing() throws Exception {
    StatusCodeFilter filter =
        new StatusCodeFilter(tracker, HealthPaths.of("/health", "/manage/*", "/shop/ready"));
    FakeRequest request = new FakeRequest();
    FakeResponse response = new FakeResponse(200);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < REQUESTS; i++) {
        filter.doFilter(request, response, NOTHING);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes for %s requests", REQUESTS).isLessThan(REQUESTS);
    assertThat(tracker.snapshot().requests()).isEqualTo(10L * REQUESTS);
  }

  @Test
  void troubleOfItsOwnNeverReachesTheHost() throws Exception {
    StatusCodeFilter filter = new StatusCodeFilter(tracker);
    AtomicInteger passed = new AtomicInteger();
    FilterChain counting = (request, response) -> passed.incrementAndGet();
    FakeRequest request =
        new FakeRequest() {
          @Override
          public boolean isAsyncStarted() {
            throw new LinkageError("another servlet API");
          }
        };
    filter.doFilter(request, new FakeResponse(200), counting);
    filter.doFilter(request, new FakeResponse(500), counting);
    assertThat(passed).hasValue(2);
    IOException thrown = new IOException("disk");
    FilterChain failing =
        (asked, answer) -> {
          throw thrown;
        };
    assertThatThrownBy(() -> filter.doFilter(new FakeRequest(), new Unreadable(), failing))
        .isSameAs(thrown);
  }

  @Test
  void whatIsNotHttpPassesUncounted() throws Exception {
    StatusCodeFilter filter = new StatusCodeFilter(tracker);
    AtomicInteger passed = new AtomicInteger();
    FilterChain counting = (request, response) -> passed.incrementAndGet();
    ServletRequest request =
        (ServletRequest)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServletRequest.class},
                (self, method, arguments) -> jakarta.servlet.DispatcherType.REQUEST);
    filter.doFilter(request, FakeRequest.nothing(ServletResponse.class), counting);
    assertThat(passed).hasValue(1);
    assertThat(tracker.snapshot().requests()).isZero();
  }

  @Test
  void beforeItHasATrackerItOnlyPassesOn() throws Exception {
    AtomicInteger passed = new AtomicInteger();
    new StatusCodeFilter()
        .doFilter(
            new FakeRequest(),
            new FakeResponse(500),
            (request, response) -> passed.incrementAndGet());
    assertThat(passed).hasValue(1);
  }

  @Test
  void aSecondOneOfItsNameIsRefused() {
    ServletContext taken =
        (ServletContext)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (self, method, arguments) -> null);
    assertThatIllegalStateException()
        .isThrownBy(() -> new StatusCodeFilter(tracker).register(taken))
        .withMessageContaining("allwell-tracker");
  }

  @Test
  void aHealthServletThatWasNeverInitializedSaysSo() {
    FakeRequest request =
        new FakeRequest() {
          @Override
          public String getMethod() {
            return "GET";
          }
        };
    assertThatIllegalStateException()
        .isThrownBy(() -> new HealthServlet().service(request, new FakeResponse(200)))
        .withMessageContaining("initialized");
  }

  /// A response of no container.
  private static class FakeResponse extends HttpServletResponseWrapper {
    private final int status;

    FakeResponse(int status) {
      super(FakeRequest.nothing(HttpServletResponse.class));
      this.status = status;
    }

    @Override
    public int getStatus() {
      return status;
    }

    @Override
    public void setHeader(String name, String value) {}
  }

  /// A response that cannot even say whether it was sent.
  private static final class Unreadable extends FakeResponse {
    Unreadable() {
      super(200);
    }

    @Override
    public boolean isCommitted() {
      throw new IllegalStateException("recycled");
    }
  }
}
