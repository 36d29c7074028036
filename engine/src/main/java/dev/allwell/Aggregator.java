package dev.allwell;

import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definition;
import dev.allwell.definition.Definitions;
import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.engine.Engine;
import dev.allwell.engine.MemoryLedger;
import dev.allwell.engine.MemorySamples;
import dev.allwell.engine.Receipt;
import dev.allwell.model.Change;
import dev.allwell.model.Problem;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Checks services concurrently, each at its own interval, and tells how they stand: the whole
/// engine in one object, with nothing but memory behind it.
///
/// Services go by name. All methods may be called from any thread; reads never wait for a check.
///
/// ```java
/// try (var aggregator = Aggregator.start()) {
///   aggregator.addService("shop", "https://shop.test/health", Options.DEFAULT);
///   aggregator.subscribe(result -> System.out.println(result.name() + " " + result.health()));
/// }
/// ```
public final class Aggregator implements AutoCloseable {
  private static final int CONCURRENCY = 1024;

  private final Definitions definitions = new Definitions(Defaults.CONFIG);
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final Tls tls;
  private final Engine engine;

  /// Starts with no services, one lane a processor.
  public static Aggregator start() {
    return new Aggregator();
  }

  private Aggregator() {
    tls = Tls.create(List.of());
    engine =
        Engine.start(
            new Engine.Ports(
                new MemoryLedger(),
                new MemorySamples(),
                new Guard(new OwnListeners()),
                new Egress.Settings(Transport.best(), tls, List.of()),
                List.of(judged -> subscriptions.forEach(each -> each.offer(judged)))),
            Engine.Clocks.SYSTEM,
            CONCURRENCY);
  }

  /// What became of an addition.
  public enum Addition {
    ADDED,
    /// There is one of this name, or of an id that differs in nothing but letters' case or marks.
    ALREADY_EXISTS
  }

  /// What became of a removal.
  public enum Removal {
    REMOVED,
    NOT_FOUND
  }

  /// Begins to check a service, at once and then every interval.
  ///
  /// @throws IllegalArgumentException naming every key that is wrong
  public Addition addService(String name, String url, Options options) {
    var service = define(options.keys(name, url));
    return switch (submit(new Change.Add(service)).result()) {
      case ADDED -> Addition.ADDED;
      case CONFLICT -> Addition.ALREADY_EXISTS;
      case CHANGED, UNCHANGED, REMOVED, NOT_FOUND ->
          throw new IllegalStateException("an addition was answered as something else");
    };
  }

  /// Stops checking a service and forgets it.
  public Removal removeService(String name) {
    var known = engine.registry().roster().byName(name);
    if (known.isEmpty()) {
      return Removal.NOT_FOUND;
    }
    var receipt = submit(new Change.Remove(known.get().id(), Source.API));
    return receipt.result() == Receipt.Result.REMOVED ? Removal.REMOVED : Removal.NOT_FOUND;
  }

  /// How a service stands; empty when there is none of this name.
  public Optional<ServiceStatus> getStatus(String name) {
    return engine.byName(name).map(ServiceStatus::of);
  }

  /// How all services stand, by id.
  public List<ServiceStatus> getAllStatuses() {
    var all = new ArrayList<ServiceStatus>();
    engine.board().forEach(entry -> all.add(ServiceStatus.of(entry)));
    return all;
  }

  /// The names of all services, in ascending order.
  public List<String> listServices() {
    return engine.registry().roster().all().stream()
        .map(registration -> registration.service().name())
        .sorted()
        .toList();
  }

  /// Checks a service now, or joins the check under way. Never blocks.
  ///
  /// @return how it stands afterwards; empty when there is none of this name
  public CompletionStage<Optional<ServiceStatus>> checkNow(String name) {
    var id = engine.registry().roster().byName(name).map(known -> known.id()).orElse("");
    return engine.checkNow(id).thenApply(entry -> entry.map(ServiceStatus::of));
  }

  /// Tells a listener the result of every check from now on, on a thread of its own.
  public Subscription subscribe(Consumer<? super CheckResult> listener) {
    var subscription = new Subscription(listener, subscriptions::remove);
    subscriptions.add(subscription);
    return subscription;
  }

  /// Stops checking.
  @Override
  public void close() {
    engine.close();
    subscriptions.forEach(Subscription::close);
    tls.close();
  }

  private Service define(Map<String, Object> keys) {
    return switch (definitions.read(keys, Source.API)) {
      case Definition.Defined(var service) -> service;
      case Definition.Refused(var problems) ->
          throw new IllegalArgumentException(
              problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    };
  }

  private Receipt submit(Change change) {
    return engine.registry().submit(List.of(change)).toCompletableFuture().join().getFirst();
  }
}
