package dev.allwell.tracker.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Requests that go on after the thread that began them has left.
abstract class AsyncContract extends ContainerContract {
  private static final long SOON_MILLIS = 20;

  private final ExecutorService workers = Executors.newFixedThreadPool(4);
  private final ExecutorService clients = Executors.newCachedThreadPool();

  @AfterEach
  void endWorkers() {
    clients.shutdownNow();
    workers.shutdownNow();
  }

  @Test
  void whatIsCompletedElsewhereIsCountedOnce() throws Exception {
    application
        .at("/bad", later(async -> complete(async, 503)))
        .at("/good", later(async -> complete(async, 200)));
    start();
    assertThat(get("/bad")).isEqualTo(503);
    assertThat(get("/good")).isEqualTo(200);
    assertCounted(2, 1);
  }

  @Test
  void whatIsCompletedAtOnceIsCountedOnce() throws Exception {
    application.at(
        "/pay",
        (request, response) -> {
          AsyncContext async = request.startAsync();
          response.setStatus(500);
          async.complete();
        });
    start();
    assertThat(get("/pay")).isEqualTo(500);
    assertCounted(1, 1);
  }

  @Test
  void anErrorThatIsSentElsewhereIsCountedOnce() throws Exception {
    application.at(
        "/pay",
        later(async -> {
          sendError(async, 502);
          async.complete();
        }));
    start();
    assertThat(get("/pay")).isEqualTo(502);
    assertCounted(1, 1);
  }

  @Test
  void anErrorPageAfterAsyncProcessingDecidesTheStatus() throws Exception {
    application
        .page(502, "/page")
        .page(404, "/worse")
        .at("/page", (request, response) -> response.setStatus(200))
        .at("/worse", (request, response) -> response.setStatus(503))
        .at("/bad", dispatchedTo("/sends502"))
        .at("/gone", dispatchedTo("/sends404"))
        .at("/sends502", (request, response) -> response.sendError(502))
        .at("/sends404", (request, response) -> response.sendError(404));
    start();
    assertThat(get("/bad")).isEqualTo(200);
    assertThat(get("/gone")).isEqualTo(503);
    assertCounted(2, 1);
  }

  @Test
  void aDispatchIsPartOfTheOneRequest() throws Exception {
    application
        .at("/pay", dispatchedTo("/bad"))
        .at("/bad", (request, response) -> response.setStatus(500))
        .at("/fine", dispatchedTo("/good"))
        .at("/good", (request, response) -> response.setStatus(204));
    start();
    assertThat(get("/pay")).isEqualTo(500);
    assertThat(get("/fine")).isEqualTo(204);
    assertCounted(2, 1);
  }

  @Test
  void aDispatchThatSendsAnErrorIsCountedOnce() throws Exception {
    application
        .at("/pay", dispatchedTo("/bad"))
        .at("/bad", (request, response) -> response.sendError(503));
    start();
    assertThat(get("/pay")).isEqualTo(503);
    assertCounted(1, 1);
  }

  @Test
  void aDispatchThatThrowsIsCountedOnce() throws Exception {
    application
        .at("/pay", dispatchedTo("/bad"))
        .at("/bad", SyncContract.failing(new IllegalStateException("no till")))
        .at("/read", dispatchedTo("/unreadable"))
        .at("/unreadable", SyncContract.failing(new IOException("disk")));
    start();
    assertThat(get("/pay")).isEqualTo(500);
    assertThat(get("/read")).isEqualTo(500);
    assertCounted(2, 2);
  }

  @Test
  void aDispatchThatThrowsAndWhosePageIsGoodIsNoError() throws Exception {
    application
        .page(IllegalStateException.class, "/page")
        .at("/page", (request, response) -> response.setStatus(200))
        .at("/pay", dispatchedTo("/bad"))
        .at("/bad", SyncContract.failing(new IllegalStateException("no till")));
    start();
    // Tomcat does not find the page of what is thrown in a dispatch
    int status = get("/pay");
    assertCounted(1, status == 200 ? 0 : 1);
  }

  @Test
  void asyncThatBeginsAnewInItsDispatchIsCountedOnce() throws Exception {
    application
        .at("/pay", dispatchedTo("/second"))
        .at("/second", dispatchedTo("/third"))
        .at("/third", later(async -> complete(async, 504)));
    start();
    assertThat(get("/pay")).isEqualTo(504);
    assertCounted(1, 1);
  }

  @Test
  void aTimeoutThatNobodyHandlesIsCountedOnce() throws Exception {
    application.at("/pay", (request, response) -> soon(request));
    start();
    assertThat(get("/pay")).isEqualTo(500);
    assertCounted(1, 1);
  }

  @Test
  void aTimeoutWhosePageIsGoodIsNoError() throws Exception {
    application
        .page(500, "/page")
        .at("/page", (request, response) -> response.setStatus(200))
        .at("/pay", (request, response) -> soon(request));
    start();
    assertThat(get("/pay")).isEqualTo(200);
    assertCounted(1, 0);
  }

  @Test
  void aTimeoutThatTheHostHandlesCountsAsTheHostAnswers() throws Exception {
    application
        .at("/bad", timingOut(async -> complete(async, 503)))
        .at("/good", timingOut(async -> complete(async, 202)))
        .at("/elsewhere", timingOut(async -> async.dispatch("/page")))
        .at("/page", (request, response) -> response.setStatus(504));
    start();
    assertThat(postAll("", List.of("/bad", "/good", "/elsewhere")))
        .isEqualTo(Map.of("/bad", 503, "/good", 202, "/elsewhere", 504));
    assertCounted(3, 2);
  }

  @Test
  void anExceptionAfterAsyncBeganIsCountedOnce() throws Exception {
    application.at(
        "/pay",
        (request, response) -> {
          soon(request);
          throw new IllegalStateException("no till");
        });
    start();
    assertThat(post("/pay")).isIn(500, HUNG_UP);
    assertCounted(1, 1);
  }

  @Test
  void anExceptionAfterAsyncBeganWhosePageIsGoodIsNoError() throws Exception {
    application
        .page(IllegalStateException.class, "/page")
        .at("/page", (request, response) -> response.setStatus(200))
        .at(
            "/pay",
            (request, response) -> {
              soon(request);
              throw new IllegalStateException("no till");
            });
    start();
    int status = post("/pay");
    assertCounted(1, status == 200 ? 0 : 1);
  }

  @Test
  void whatTheHostDoesBesideAnExceptionIsAnsweredAsWithoutTheFilter() throws Exception {
    Map<String, Script> scripts = new LinkedHashMap<>();
    scripts.put("/complete", thenThrows(AsyncContext::complete));
    scripts.put("/complete503", thenThrows(async -> complete(async, 503)));
    scripts.put("/dispatch", thenThrows(async -> async.dispatch("/page")));
    scripts.put("/nothing", thenThrows(async -> {}));
    scripts.put(
        "/listens", thenThrows(async -> async.addListener(new AtTrouble(a -> complete(a, 202)))));
    scripts.put("/looks", thenThrows(async -> async.addListener(new AtTrouble(a -> {}))));
    scripts.forEach(
        (path, script) -> application.at("/bare" + path, script).at("/counted" + path, script));
    application
        .at("/page", (request, response) -> response.setStatus(504))
        .with(context -> {
          FilterRegistration.Dynamic added = context.addFilter("some", filter);
          added.setAsyncSupported(true);
          added.addMappingForUrlPatterns(
              EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
              false,
              "/counted/*");
        });
    startBare();
    Map<String, Integer> bare = postAll("/bare", scripts.keySet());
    assertThat(postAll("/counted", scripts.keySet())).isEqualTo(bare);
    assertCounted(scripts.size(), scripts.size());
  }

  @Test
  void asyncThatAnEarlierFilterBeganIsCountedOnce() throws Exception {
    application
        .with(context ->
            SyncContract.first(
                context.addFilter(
                    "outer",
                    (request, response, chain) -> {
                      if (request.getDispatcherType() == DispatcherType.REQUEST) {
                        AsyncContext async = request.startAsync();
                        workers.execute(async::dispatch);
                      } else {
                        chain.doFilter(request, response);
                      }
                    })))
        .at("/pay", (request, response) -> response.setStatus(503));
    start();
    assertThat(get("/pay")).isEqualTo(503);
    assertCounted(1, 1);
  }

  /// The status of each path, asked at once: Tomcat looks for timeouts once a second.
  private Map<String, Integer> postAll(String prefix, Collection<String> paths) throws Exception {
    Map<String, Future<Integer>> answers = new LinkedHashMap<>();
    for (String path : paths) {
      answers.put(path, clients.submit(() -> post(prefix + path)));
    }
    Map<String, Integer> statuses = new LinkedHashMap<>();
    for (Map.Entry<String, Future<Integer>> answer : answers.entrySet()) {
      statuses.put(answer.getKey(), answer.getValue().get());
    }
    return statuses;
  }

  /// Begins async, leaves the rest to another thread.
  private Script later(Consumer<AsyncContext> then) {
    return (request, response) -> {
      AsyncContext async = request.startAsync();
      workers.execute(() -> then.accept(async));
    };
  }

  private Script dispatchedTo(String path) {
    return later(async -> async.dispatch(path));
  }

  private static AsyncContext soon(HttpServletRequest request) {
    AsyncContext async = request.startAsync();
    async.setTimeout(SOON_MILLIS);
    return async;
  }

  private static Script timingOut(Consumer<AsyncContext> then) {
    return (request, response) -> soon(request).addListener(new AtTimeout(then));
  }

  static void complete(AsyncContext async, int status) {
    ((HttpServletResponse) async.getResponse()).setStatus(status);
    async.complete();
  }

  private static void sendError(AsyncContext async, int status) {
    try {
      ((HttpServletResponse) async.getResponse()).sendError(status);
    } catch (IOException gone) {
      throw new IllegalStateException(gone);
    }
  }

  private static Script thenThrows(Consumer<AsyncContext> before) {
    return (request, response) -> {
      before.accept(soon(request));
      throw new IllegalStateException("no till");
    };
  }

  /// The host's own listener, which answers when something was thrown.
  private record AtTrouble(Consumer<AsyncContext> then) implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {
      then.accept(event.getAsyncContext());
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  /// The host's own listener, which answers when time is over.
  private record AtTimeout(Consumer<AsyncContext> then) implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) {
      then.accept(event.getAsyncContext());
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
