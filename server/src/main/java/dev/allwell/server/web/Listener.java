package dev.allwell.server.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One event loop's share of the listening; all of them share the port.
final class Listener extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);

  private final String host;
  private final int port;
  private final Limits limits;
  private final Traffic traffic;
  private final Routes routes;
  private final List<HttpServer> servers = new ArrayList<>();
  private volatile int actualPort;
  private volatile boolean onIpv6;

  Listener(String host, int port, Limits limits, Traffic traffic, Routes routes) {
    this.host = host;
    this.port = port;
    this.limits = limits;
    this.traffic = traffic;
    this.routes = routes;
  }

  @Override
  public Future<?> start() {
    var handler = routes.handler(vertx);
    // a negative port is one that is free, the same one for all listeners
    return server(handler)
        .listen(port == 0 ? -1 : port, host)
        .onSuccess(server -> actualPort = server.actualPort())
        .compose(server -> alsoOnIpv6(handler));
  }

  private Future<?> alsoOnIpv6(Handler<HttpServerRequest> handler) {
    if (!host.equals("127.0.0.1")) {
      return Future.succeededFuture();
    }
    return server(handler)
        .listen(actualPort, "::1")
        .onSuccess(server -> onIpv6 = true)
        .onFailure(e -> log.info("not listening on [::1]:{}: {}", actualPort, e.getMessage()))
        .otherwiseEmpty();
  }

  private HttpServer server(Handler<HttpServerRequest> handler) {
    var server =
        vertx
            .createHttpServer(limits.options())
            .connectionHandler(this::connected)
            .exceptionHandler(e -> log.debug("a connection failed", e))
            .requestHandler(handler);
    servers.add(server);
    return server;
  }

  /// Where it listens, what could be had of both loopback addresses.
  List<InetSocketAddress> addresses() {
    return onIpv6
        ? List.of(address(), new InetSocketAddress(InetAddress.ofLiteral("::1"), actualPort))
        : List.of(address());
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.ofLiteral(host), actualPort);
  }

  /// Stops accepting and lets requests under way end. Any thread.
  CompletableFuture<?> shutdown(Duration grace) {
    return Future.all(
            servers.stream()
                .map(server -> server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS))
                .toList())
        .toCompletionStage()
        .toCompletableFuture();
  }

  private void connected(HttpConnection connection) {
    var channel = ((ConnectionBase) connection).channel();
    var guard = Guard.post(channel.pipeline(), limits, traffic);
    var peer = peer(channel.remoteAddress());
    boolean stays = traffic.enter(peer, limits);
    channel.closeFuture().addListener(closed -> traffic.leave(peer));
    if (!stays) {
      guard.turnAway(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many connections");
    }
  }

  private static InetAddress peer(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress()
        : InetAddress.ofLiteral("0.0.0.0");
  }
}
