package dev.allwell.tracker.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.tracker.HealthPage;
import jakarta.servlet.AsyncContext;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Requests of all kinds at once, counted to the last one.
abstract class CrowdContract extends ContainerContract {
  private static final int CLIENTS = 12;
  private static final int ROUNDS = 20;
  private static final List<String> PATHS =
      List.of(
          "/good",
          "/bad",
          "/sent",
          "/mended",
          "/thrown",
          "/later",
          "/later/bad",
          "/elsewhere",
          "/health");

  @Test
  void aCrowdIsCountedExactly() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(4);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      deploy(workers);
      start();
      Callable<Integer> one = this::errorsSeen;
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        all.add(clients.submit(one));
      }
      int seen = 0;
      for (Future<Integer> each : all) {
        seen += each.get();
      }
      int rounds = CLIENTS * ROUNDS;
      assertThat(seen).isEqualTo(rounds * 5);
      assertCounted((long) rounds * (PATHS.size() - 1), seen);
    } finally {
      clients.shutdownNow();
      workers.shutdownNow();
    }
  }

  private void deploy(ExecutorService workers) {
    application
        .page(418, "/page")
        .at("/page", (request, response) -> response.setStatus(200))
        .at("/good", (request, response) -> response.getWriter().print("good"))
        .at("/bad", (request, response) -> response.setStatus(500))
        .at("/sent", (request, response) -> response.sendError(503))
        .at("/mended", (request, response) -> response.sendError(418))
        .at("/thrown", SyncContract.failing(new java.io.UncheckedIOException(new Quiet())))
        .at("/health", new HealthServlet(HealthPage.text(tracker)));
    application
        .at("/later", asyncWith(workers, 200))
        .at("/later/bad", asyncWith(workers, 504))
        .at(
            "/elsewhere",
            (request, response) -> {
              AsyncContext async = request.startAsync();
              workers.execute(() -> async.dispatch("/bad"));
            });
  }

  private static Script asyncWith(ExecutorService workers, int status) {
    return (request, response) -> {
      AsyncContext async = request.startAsync();
      workers.execute(() -> AsyncContract.complete(async, status));
    };
  }

  /// How many 5xx one client saw, the health page's left out.
  private int errorsSeen() throws Exception {
    int errors = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (String path : PATHS) {
        HttpResponse<String> answer =
            client().send(request("GET", path, ""), BodyHandlers.ofString());
        errors += answer.statusCode() >= 500 && !path.equals("/health") ? 1 : 0;
      }
    }
    return errors;
  }

  /// Trouble without a stack: containers log each.
  private static final class Quiet extends java.io.IOException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
