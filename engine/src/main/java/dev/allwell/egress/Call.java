package dev.allwell.egress;

import dev.allwell.model.Endpoint;
import dev.allwell.model.IpChoice;
import dev.allwell.model.Reason;
import dev.allwell.model.Route;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection from a name to a channel that stands: resolve, ask the guard, connect to the
/// literal address, make sure of the peer. How several addresses are tried is the [Race]'s. Used on
/// one thread.
abstract class Call implements Dialing {
  private static final Logger LOG = LoggerFactory.getLogger(Call.class);

  private final Egress egress;
  private final Endpoint endpoint;
  private final Route route;
  private final Stopwatch watch;
  private final Caller caller;
  private @Nullable Race raceOrNull;
  private @Nullable Channel channelOrNull;
  private boolean over;

  Call(Egress egress, Endpoint endpoint, Route route, Stopwatch watch, Caller caller) {
    this.egress = egress;
    this.endpoint = endpoint;
    this.route = route;
    this.watch = watch;
    this.caller = caller;
  }

  void start() {
    watch.enter(resolving());
    Guard.Ruling named = egress.guard().ruling(endpoint.host());
    if (named != Guard.Ruling.ALLOWED) {
      fail(new Trouble(Reason.BLOCKED_BY_POLICY, endpoint.host() + " is " + named.words()));
      return;
    }
    Optional<Trouble> wrong = wrongPort();
    if (wrong.isPresent()) {
      fail(wrong.get());
      return;
    }
    egress
        .resolvers()
        .resolve(
            endpoint.host(),
            route,
            (found, asked) -> watched(() -> resolved(found, asked)),
            trouble -> watched(() -> fail(trouble)));
  }

  @Override
  public final void hangUp() {
    if (!over) {
      over = true;
      if (raceOrNull != null) {
        raceOrNull.stop();
      }
      if (channelOrNull != null) {
        var _ = channelOrNull.close();
      }
    }
  }

  /// What is wrong with the port that will be spoken to, if anything is.
  Optional<Trouble> wrongPort() {
    return Optional.empty();
  }

  /// The phase in which the name is resolved.
  Phase resolving() {
    return Phase.RESOLVE;
  }

  /// The phase in which addresses are tried.
  Phase connecting() {
    return Phase.CONNECT;
  }

  /// What trouble comes to that ends the call.
  Trouble weighed(Trouble trouble) {
    return trouble;
  }

  /// What a channel is made from, for an address that the guard has passed.
  abstract Bootstrap bootstrap();

  /// Goes on with a channel that stands; ends with [#handOver] or [#fail].
  abstract void stands(Channel channel);

  final Egress egress() {
    return egress;
  }

  final Endpoint endpoint() {
    return endpoint;
  }

  final Stopwatch watch() {
    return watch;
  }

  final Caller caller() {
    return caller;
  }

  /// Whether addresses are tried side by side.
  final boolean racing() {
    return route.ip() == IpChoice.PREFER_IPV4 || route.ip() == IpChoice.PREFER_IPV6;
  }

  final void handOver(Channel channel) {
    if (!over) {
      over = true;
      caller.connected(channel);
      channel.config().setAutoRead(true);
    }
  }

  final void fail(Trouble trouble) {
    if (!over) {
      Trouble weighed = weighed(trouble);
      hangUp();
      caller.failed(weighed.reason(), weighed.detail());
    }
  }

  /// Runs a step; a bug in it is an outcome and does not wait for the deadline.
  final void watched(Runnable step) {
    if (over) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException bug) {
      LOG.error("opening a connection to {} failed inside", endpoint, bug);
      fail(new Trouble(Reason.INTERNAL_ERROR, bug.toString()));
    }
  }

  /// Finds the addresses of the other kind; one of the two is run, unless the call is over by then.
  final void findOthers(Consumer<List<InetAddress>> found, Runnable none) {
    egress
        .resolvers()
        .resolve(
            endpoint.host(),
            route.ofOtherKind(),
            (others, _) -> watched(() -> found.accept(others)),
            _ -> watched(none));
  }

  /// The channel that stands, the first that did.
  final void won(Channel channel) {
    channelOrNull = channel;
    stands(channel);
  }

  private void resolved(List<InetAddress> found, boolean asked) {
    List<InetAddress> ordered = Order.of(found, route.ip());
    if (ordered.isEmpty()) {
      fail(
          new Trouble(
              Reason.DNS_NOT_FOUND,
              endpoint.host() + " has no address of the kind chosen, " + route.ip().code()));
      return;
    }
    caller.resolved(ordered);
    watch.enter(connecting());
    boolean preferred = ordered.getFirst() instanceof Inet6Address == route.ip().sixFirst();
    raceOrNull = new Race(this, asked && preferred && racing() && !mixed(ordered));
    raceOrNull.start(ordered);
  }

  private static boolean mixed(List<InetAddress> ordered) {
    return ordered.size() > 1 && ordered.get(0).getClass() != ordered.get(1).getClass();
  }
}
