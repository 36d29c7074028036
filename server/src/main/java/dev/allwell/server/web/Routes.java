package dev.allwell.server.web;

import dev.allwell.server.access.Caller;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All routes with their doors. A route that the access table does not know cannot be added.
public final class Routes {
  private static final Logger log = LoggerFactory.getLogger(Routes.class);

  private static final String CALLER = "caller";

  /// A path written in the one way there is: its first segment as it is named, none of them empty
  /// or made of dots alone. What varies may be percent-encoded.
  private static final Pattern STRAIGHT =
      Pattern.compile("/(?!\\.\\.?(/|$))[^/%]+(/(?!(\\.|%2[eE]){1,2}(/|$))[^/]+)*");

  private static final Pattern BROKEN = Pattern.compile("%(?![0-9a-fA-F]{2})");

  private final Map<String, Map<HttpMethod, Handler<RoutingContext>>> byPath =
      new LinkedHashMap<>();
  private final Access access;
  private final Traffic traffic;
  private final Trail trail;

  Routes(Access access, Traffic traffic, Trail trail) {
    this.access = access;
    this.traffic = traffic;
    this.trail = trail;
  }

  /// Adds a route behind its door; HEAD comes with GET.
  ///
  /// @param path with `:name` for a segment that varies
  /// @throws IllegalStateException when the access table has no such route
  public void add(HttpMethod method, String path, Handler<RoutingContext> handler) {
    var door = Access.door(method.name(), path);
    var methods = byPath.computeIfAbsent(path, p -> new LinkedHashMap<>());
    var name = method.name() + " " + path;
    Handler<RoutingContext> guarded =
        context -> {
          switch (access.pass(door, context.request())) {
            case Passage.Barred(var refusal) -> refuse(context, refusal);
            case Passage.Free(var caller) -> {
              context.put(CALLER, caller);
              if (door.changes() && !method.equals(HttpMethod.GET)) {
                trail.follow(context, caller, name);
              }
              handler.handle(context);
            }
          }
        };
    methods.put(method, guarded);
    if (method.equals(HttpMethod.GET)) {
      methods.put(HttpMethod.HEAD, guarded);
    }
  }

  /// Hands the whole body of a request to a reader, on the event loop; or answers why not. To be
  /// called by a route's handler before it does anything else.
  ///
  /// @param largest bytes that are taken
  public void receive(RoutingContext context, int largest, Consumer<byte[]> reader) {
    Body.receive(
        context.request(),
        traffic,
        largest,
        bytes -> {
          try {
            reader.accept(bytes);
          } catch (RuntimeException e) {
            context.fail(e);
          }
        });
  }

  /// What requests leave in the audit log.
  public Trail trail() {
    return trail;
  }

  /// The routes that were added, as the access table names them.
  Set<String> names() {
    return byPath.entrySet().stream()
        .flatMap(path -> path.getValue().keySet().stream().map(m -> m + " " + path.getKey()))
        .filter(name -> !name.startsWith("HEAD "))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// What handles each request on one event loop.
  Handler<HttpServerRequest> handler(Vertx vertx) {
    var router = Router.router(vertx);
    mount(router);
    return request -> {
      traffic.request();
      Answers.protect(request.response());
      ProblemJson.expect(request);
      Envelope.expect(request);
      var refusal = access.greet(request).or(() -> access.enter(request));
      if (refusal.isPresent()) {
        traffic.refused();
        Answers.refuse(request.response(), refusal.get());
      } else if (!STRAIGHT.matcher(request.path()).matches()) {
        Answers.error(request.response(), 404, "Not found");
      } else {
        router.handle(request);
      }
    };
  }

  private void mount(Router router) {
    byPath.forEach((path, methods) -> {
      var allowed =
          methods.keySet().stream()
              .map(HttpMethod::name)
              .collect(Collectors.toCollection(TreeSet::new));
      var allow = String.join(", ", allowed);
      router.route(path).handler(context -> dispatch(context, methods, allow));
    });
    router.errorHandler(404, context -> Answers.error(context.response(), 404, "Not found"));
    router.errorHandler(400, Routes::malformed);
    router.errorHandler(500, Routes::fault);
  }

  /// A segment that varies, in Unicode normal form C, as names are kept.
  public static String parameter(RoutingContext context, String name) {
    return Normalizer.normalize(context.pathParam(name), Normalizer.Form.NFC);
  }

  /// Who makes a request that passed its door.
  public static Caller caller(RoutingContext context) {
    Caller caller = context.get(CALLER);
    return caller;
  }

  /// Whether who asks may read, also where everybody may come in; it counts as reading.
  boolean mayRead(RoutingContext context) {
    return switch (access.pass(Door.READ, context.request())) {
      case Passage.Barred _ -> false;
      case Passage.Free _ -> true;
    };
  }

  private void refuse(RoutingContext context, Refusal refusal) {
    traffic.refused();
    Answers.refuse(context.response(), refusal);
  }

  private static void dispatch(
      RoutingContext context, Map<HttpMethod, Handler<RoutingContext>> methods, String allow) {
    var handler = methods.get(context.request().method());
    if (handler != null) {
      handler.handle(context);
      return;
    }
    context.response().putHeader(HttpHeaders.ALLOW, allow);
    Answers.error(context.response(), 405, "Method not allowed");
  }

  private static void malformed(RoutingContext context) {
    boolean path = BROKEN.matcher(context.request().path()).find();
    Answers.error(
        context.response(),
        400,
        path ? "the request's path is malformed" : "the query is malformed");
  }

  private static void fault(RoutingContext context) {
    HttpServerRequest request = context.request();
    log.error("{} {} failed", request.method(), request.path(), context.failure());
    if (context.response().headWritten()) {
      context.response().reset();
    } else {
      Answers.error(context.response(), 500, "Internal error");
    }
  }
}
