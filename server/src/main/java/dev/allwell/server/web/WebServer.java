package dev.allwell.server.web;

import dev.allwell.server.access.Trust;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server with all interfaces, on two event loops of its own.
///
/// It answers from the moment it stands; `/readyz` says 503 until [#ready] and after [#stopping].
public final class WebServer implements AutoCloseable {
  private static final int LOOPS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);

  private final Vertx vertx;
  private final Lifecycle lifecycle;
  private final Routes routes;
  private final List<Listener> listeners;
  private final AtomicBoolean closed = new AtomicBoolean();

  private WebServer(Vertx vertx, Lifecycle lifecycle, Routes routes, List<Listener> listeners) {
    this.vertx = vertx;
    this.lifecycle = lifecycle;
    this.routes = routes;
    this.listeners = listeners;
  }

  /// How it listens and whom it trusts.
  ///
  /// @param host an address as a literal, or `localhost`; with 127.0.0.1 and `localhost` comes
  ///   [::1] where it can be had
  /// @param port 0 for any that is free
  /// @param jsonMetrics whether `/metrics` is JSON for who asks for nothing special
  public record Settings(String host, int port, Limits limits, Trust trust, boolean jsonMetrics) {
    public Settings(String host, int port) {
      this(host, port, Limits.DEFAULT, Trust.DEFAULT, false);
    }
  }

  /// Refuses an address that others can reach, while nobody was given a token and not everybody may
  /// read.
  ///
  /// @param anyTokenGiven whether there is a token that somebody made or configured
  /// @throws ListenException with the ways out
  public static void refuseExposed(String host, Trust trust, boolean anyTokenGiven) {
    if (!Loopback.is(host) && !anyTokenGiven && !trust.anonymousRead()) {
      throw new ListenException(
          ListenException.Trouble.EXPOSED,
          host
              + " is not a loopback address, and nobody was given a token: listen on 127.0.0.1 and"
              + " make one first (./allwell token create NAME --scope read, or tokens: in the"
              + " configuration), or let everybody read (--anonymous-read)");
    }
  }

  /// Starts listening with the interfaces of this room alone. Blocks; not to be called on an event
  /// loop.
  ///
  /// @throws ListenException when it cannot
  public static WebServer start(Settings settings, WebParts parts) {
    return start(settings, parts, List.of());
  }

  /// Starts listening. Blocks; not to be called on an event loop.
  ///
  /// @param others interfaces that have a room of their own
  /// @throws ListenException when it cannot
  public static WebServer start(Settings settings, WebParts parts, List<Dialect> others) {
    var tokens = parts.entrance().tokens();
    refuseExposed(settings.host(), settings.trust(), tokens.anyGiven());
    var vertx = vertx();
    try {
      return listen(vertx, settings, parts, others);
    } catch (RuntimeException e) {
      await(vertx.close().toCompletionStage().toCompletableFuture());
      throw e;
    }
  }

  private static WebServer listen(
      Vertx vertx, Settings settings, WebParts parts, List<Dialect> others) {
    var host = settings.host().equalsIgnoreCase("localhost") ? "127.0.0.1" : settings.host();
    boolean loopback = Loopback.is(host);
    var names =
        Stream.concat(settings.trust().hosts().stream(), Stream.of(named(host)))
            .collect(Collectors.toSet());
    var hosts = new HostNames(names, !loopback);
    var access = new Access(settings.trust(), loopback, hosts, parts.entrance());
    var traffic = new Traffic(parts.exposition().meters());
    EntranceMeters.bind(parts.exposition().meters(), parts.entrance());
    var lifecycle = new Lifecycle(parts, access, traffic);
    var routes = routes(settings, parts, access, traffic, lifecycle);
    others.forEach(dialect -> dialect.mount(routes));
    var listeners = new ArrayList<Listener>();
    for (int i = 0; i < LOOPS; i++) {
      listeners.add(new Listener(host, settings.port(), settings.limits(), traffic, routes));
    }
    var waiting = listeners.iterator();
    var options = new DeploymentOptions().setInstances(LOOPS);
    var deployed = vertx.deployVerticle(waiting::next, options);
    try {
      deployed
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw refused(settings, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw refused(settings, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused(settings, e);
    }
    return new WebServer(vertx, lifecycle, routes, listeners);
  }

  private static Routes routes(
      Settings settings, WebParts parts, Access access, Traffic traffic, Lifecycle lifecycle) {
    var trail = new Trail(parts.entrance().audit());
    var routes = new Routes(access, traffic, trail);
    var monitor = new MonitorDialect(parts, settings.limits(), traffic, access, trail);
    lifecycle.mount(routes);
    new AggregatorDialect(parts).mount(routes);
    monitor.mount(routes);
    new HistoryApi(parts.history(), parts.registry(), parts.clock()).mount(routes);
    new Metrics(parts.exposition(), monitor, settings.jsonMetrics()).mount(routes);
    new TokensApi(parts.entrance().tokens(), traffic, trail).mount(routes);
    new AuditApi(parts.entrance().audit()).mount(routes);
    return routes;
  }

  /// Where it listens, with the real port.
  public InetSocketAddress address() {
    return listeners.getFirst().address();
  }

  /// All addresses that it really listens on, the best-effort one only if it was to be had.
  public List<InetSocketAddress> addresses() {
    return listeners.stream()
        .flatMap(listener -> listener.addresses().stream())
        .distinct()
        .toList();
  }

  /// The routes there are, as the access table names them.
  public Set<String> routes() {
    return routes.names();
  }

  /// From now on `/readyz` says ready. Any thread.
  public void ready() {
    lifecycle.enter(Lifecycle.Phase.READY);
  }

  /// From now on `/readyz` says that the end is near; everything is still answered. Any thread.
  public void stopping() {
    lifecycle.enter(Lifecycle.Phase.STOPPING);
  }

  /// Stops accepting, answers what is under way for at most 5 s, then closes. Blocks.
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    stopping();
    for (var shut : listeners.stream().map(listener -> listener.shutdown(GRACE)).toList()) {
      await(shut);
    }
    await(vertx.close().toCompletionStage().toCompletableFuture());
  }

  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(LOOPS)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setPreferNativeTransport(true)
            .setDisableTCCL(true)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  private static String named(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return name.indexOf(':') >= 0 ? "[" + name + "]" : name;
  }

  private static ListenException refused(Settings settings, Throwable cause) {
    var said = String.valueOf(cause.getMessage());
    boolean inUse = said.contains("Address already in use");
    return new ListenException(
        inUse ? ListenException.Trouble.IN_USE : ListenException.Trouble.NOT_AVAILABLE,
        "cannot listen on %s:%d: %s"
            .formatted(
                settings.host(),
                settings.port(),
                inUse ? "another program listens there already" : said));
  }

  private static void await(Future<?> done) {
    try {
      done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("the server did not close cleanly", e);
    }
  }
}
