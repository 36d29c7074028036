package dev.allwell.server.web.api;

import dev.allwell.definition.Showing;
import dev.allwell.server.access.Caller;
import dev.allwell.server.access.Scope;
import dev.allwell.server.web.Dialect;
import dev.allwell.server.web.Routes;
import dev.allwell.server.web.Trail;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// All operations of the contract at their routes.
public final class NativeApi implements Dialect {
  private static final int LARGEST_BODY = 256 * 1024;
  private static final int LARGEST_BULK = 8 * 1024 * 1024;
  private static final int MOST_BULKS = 2;
  private static final String CATEGORY = "/api/v1/categories/:category";
  private static final String SERVICE = "/api/v1/services/:id";

  private final ServiceOperations services;
  private final ControlOperations control;
  private final BulkOperation bulk;
  private final GroupOperations groups;
  private final AckOperations acks;
  private final CategoryOperations categories;
  private final SystemOperation system;
  private final ReloadOperation reload;
  private final Contract contract = Contract.load();
  private final Semaphore bulks = new Semaphore(MOST_BULKS);

  public NativeApi(ApiParts parts) {
    var changes = new Changes(parts.web().registry());
    services = new ServiceOperations(parts, changes);
    control = new ControlOperations(parts, changes);
    bulk = new BulkOperation(parts, changes);
    groups = new GroupOperations(parts.web());
    acks = new AckOperations(parts, changes);
    categories = new CategoryOperations(parts, changes);
    system = new SystemOperation(parts);
    reload = new ReloadOperation(parts);
  }

  /// What is done for a request; it may block.
  @FunctionalInterface
  interface Operation {
    Reply answer(Asked asked);
  }

  @Override
  public void mount(Routes routes) {
    get(routes, "/api/v1/openapi.yaml", contract::read);
    get(routes, "/api/v1/services", services::list);
    get(routes, SERVICE, services::read);
    get(routes, "/api/v1/groups", groups::list);
    get(routes, "/api/v1/groups/:group", groups::read);
    get(routes, "/api/v1/system", system::read);
    get(routes, "/api/v1/categories", categories::list);
    get(routes, CATEGORY, categories::read);
    stated(routes, HttpMethod.PUT, CATEGORY, categories::put);
    removed(routes, CATEGORY, categories::remove);
    bare(routes, CATEGORY + "/enable", categories::enable);
    bare(routes, CATEGORY + "/disable", categories::disable);
    stated(routes, HttpMethod.PUT, SERVICE + "/ack", acks::put);
    removed(routes, SERVICE + "/ack", acks::remove);
    stated(routes, HttpMethod.PUT, "/api/v1/ack", acks::putWhole);
    removed(routes, "/api/v1/ack", acks::removeWhole);
    stated(routes, HttpMethod.POST, "/api/v1/services", services::create);
    stated(routes, HttpMethod.PUT, SERVICE, services::put);
    stated(routes, HttpMethod.PATCH, SERVICE, services::patch);
    removed(routes, SERVICE, services::remove);
    bare(routes, SERVICE + "/pause", control::pause);
    bare(routes, SERVICE + "/resume", control::resume);
    bare(routes, SERVICE + "/check", control::check);
    bare(routes, "/api/v1/system/reload", reload::reload);
    routes.add(HttpMethod.POST, "/api/v1/bulk", context -> bulk(routes, context));
  }

  private static void get(Routes routes, String path, Operation operation) {
    routes.add(HttpMethod.GET, path, context -> run(routes, context, operation, new byte[0]));
  }

  private static void removed(Routes routes, String path, Operation operation) {
    routes.add(HttpMethod.DELETE, path, context -> run(routes, context, operation, new byte[0]));
  }

  private static void stated(Routes routes, HttpMethod method, String path, Operation operation) {
    routes.add(
        method,
        path,
        context ->
            routes.receive(context, LARGEST_BODY, body -> run(routes, context, operation, body)));
  }

  /// One that needs no body; what is sent is let fall.
  private static void bare(Routes routes, String path, Operation operation) {
    stated(routes, HttpMethod.POST, path, operation);
  }

  /// Few at a time: each may hold some dozen megabytes.
  private void bulk(Routes routes, RoutingContext context) {
    if (!bulks.tryAcquire()) {
      Reply.unavailable("other bulk calls are under way").send(context.response());
      return;
    }
    context.addEndHandler(ended -> bulks.release());
    routes.receive(context, LARGEST_BULK, body -> run(routes, context, bulk::put, body));
  }

  /// Answers on a virtual thread of the request's own, and sends on its event loop.
  private static void run(Routes routes, RoutingContext context, Operation operation, byte[] body) {
    var loop = context.vertx().getOrCreateContext();
    var asked = asked(context, body);
    Thread.ofVirtual()
        .name("api")
        .start(() -> {
          try {
            var reply = operation.answer(asked);
            loop.runOnContext(ready -> send(routes, context, reply));
          } catch (RuntimeException | Error e) {
            loop.runOnContext(failed -> context.fail(e));
          }
        });
  }

  private static void send(Routes routes, RoutingContext context, Reply reply) {
    switch (reply.deed()) {
      case Deed.Done(var what, var subject, var result) ->
          routes.trail().note(context, what, subject, result);
      case Deed.Silent silent -> {
        if (silent == Deed.Silent.NOTHING) {
          Trail.nothing(context);
        }
      }
    }
    reply.send(context.response());
  }

  private static Asked asked(RoutingContext context, byte[] body) {
    var path = new HashMap<String, String>();
    context.pathParams().keySet().forEach(name -> path.put(name, Routes.parameter(context, name)));
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (var name : context.queryParams().names()) {
      query.put(name, List.copyOf(context.queryParams().getAll(name)));
    }
    var caller = Routes.caller(context);
    return new Asked(path, query, body, showing(caller), caller.who());
  }

  /// How much of a statement a caller is shown: secrets never, and what may hold one only if he
  /// could change it.
  private static Showing showing(Caller caller) {
    return caller.may(Scope.WRITE) ? Showing.REDACTED : Showing.VEILED;
  }
}
