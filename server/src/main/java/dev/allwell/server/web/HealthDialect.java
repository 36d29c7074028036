package dev.allwell.server.web;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.CategoryView;
import dev.allwell.model.Category;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the aggregate healthcheck said: `/__health` and `/__gtg`.
///
/// Both know `categories` (names with commas between them; `default` unless given) and
/// `cache=false`, which has the services checked first.
public final class HealthDialect implements Dialect {
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final int MOST_NAMES = 1000;

  private final SharedViews views;
  private final HealthJson json;
  private final FreshChecks checks;
  private final WebParts parts;
  private final Supplier<Optional<Instant>> etcdLost;

  /// How the answer calls this installation.
  ///
  /// @param systemCode of the document
  /// @param name of the document
  public record Called(String systemCode, String name) {
    /// What people said, or else what it is.
    ///
    /// @param server what this server is called, if anybody said it
    /// @param environment what the installation is called, if anybody said it
    public static Called of(Optional<String> server, Optional<String> environment) {
      return new Called(
          server.orElse("allwell"),
          environment.map(it -> it + " cluster health").orElse("Cluster health"));
    }
  }

  /// @param checkOnce checks a service of an id with a single attempt
  /// @param etcdLost tells since when the keys of etcd have not been known as they are; empty when
  ///   they are, or no etcd is used
  public HealthDialect(
      WebParts parts,
      Called called,
      Function<String, CompletionStage<Optional<BoardEntry>>> checkOnce,
      Ticker ticker,
      Supplier<Optional<Instant>> etcdLost) {
    this.parts = parts;
    this.etcdLost = etcdLost;
    this.views = new SharedViews(parts.aggregate(), parts.registry(), ticker);
    this.json = new HealthJson(called);
    this.checks = new FreshChecks(checkOnce, ticker);
  }

  @Override
  public void mount(Routes routes) {
    routes.add(HttpMethod.GET, "/__health", context -> answer(routes, context, this::health));
    routes.add(HttpMethod.GET, "/__gtg", context -> answer(routes, context, this::goodToGo));
  }

  /// What was asked for.
  ///
  /// @param view of those that are known
  record Asked(RoutingContext context, CategoryView view) {}

  private void answer(Routes routes, RoutingContext context, Consumer<Asked> form) {
    var names = names(context);
    boolean fresh = wantsFresh(context) && routes.mayRead(context);
    Blocking.call(
        context,
        () -> fresh ? checked(names) : views.view(names),
        answer -> {
          switch (answer) {
            case SharedViews.Answer.Seen(var view) -> form.accept(new Asked(context, view));
            case SharedViews.Answer.Unknown() ->
                Answers.text(context.response(), 400, "no category of these is known\n");
            case SharedViews.Answer.Crowded() -> crowded(context);
          }
        });
  }

  private SharedViews.Answer checked(List<String> names) {
    var before = views.view(names);
    if (!(before instanceof SharedViews.Answer.Seen(var view))) {
      return before;
    }
    checks.await(view.members());
    return views.view(names);
  }

  /// Not 503: that would be said of the services.
  private static void crowded(RoutingContext context) {
    context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    Answers.text(
        context.response(), 429, "too many different sets of categories are asked for at once\n");
  }

  private static boolean wantsFresh(RoutingContext context) {
    return "false".equalsIgnoreCase(context.queryParams().get("cache"));
  }

  private static List<String> names(RoutingContext context) {
    var names = new ArrayList<String>();
    for (var list : context.queryParams().getAll("categories")) {
      for (var name : list.split(",", MOST_NAMES)) {
        if (!name.isBlank()) {
          names.add(Normalizer.normalize(name.strip(), Normalizer.Form.NFC));
        }
      }
    }
    return context.queryParams().contains("categories") ? names : List.of(Category.DEFAULT);
  }

  private void health(Asked asked) {
    var context = asked.context;
    var accept = context.request().getHeader(HttpHeaders.ACCEPT);
    context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    if (accept != null && accept.contains(Json.TYPE)) {
      Outflow.send(context, Json.TYPE, json.document(asked.view, etcdLost.get()));
    } else {
      context.response().putHeader("Content-Security-Policy", HealthPage.POLICY);
      var page =
          new HealthPage(
              asked.view,
              parts.aggregate().categories(),
              etcdLost.get().orElse(null),
              parts.clock().instant());
      Outflow.send(context, HealthPage.TYPE, page);
    }
  }

  private void goodToGo(Asked asked) {
    var response = asked.context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    var view = asked.view;
    if (view.goodToGo()) {
      response.setStatusCode(200).putHeader(HttpHeaders.CONTENT_TYPE, PLAIN).end("OK");
    } else {
      Answers.text(response, 503, reason(view) + "\n");
    }
  }

  /// Without names of services: everybody may ask.
  private static String reason(CategoryView view) {
    var disabled = view.disabled();
    if (!disabled.isEmpty()) {
      return "disabled: " + String.join(", ", disabled);
    }
    int failing = view.failing().size();
    return "%d %s failing, severity %d"
        .formatted(
            failing, failing == 1 ? "service is" : "services are", view.severity().orElseThrow());
  }
}
