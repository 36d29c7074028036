package dev.allwell.egress;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection from a name to a channel that stands: resolve, ask the guard, connect to the
/// literal address, make sure of the peer. Addresses are tried in their order until one answers;
/// the first one's trouble is what is told when none does. Used on one thread.
abstract class Call implements Dialing {
  private static final Logger LOG = LoggerFactory.getLogger(Call.class);

  private final Egress egress;
  private final Endpoint endpoint;
  private final Stopwatch watch;
  private final Caller caller;
  private final List<InetAddress> allowed = new ArrayList<>(2);
  private int tried;
  private @Nullable Trouble firstOrNull;
  private @Nullable Channel channelOrNull;
  private boolean over;

  Call(Egress egress, Endpoint endpoint, Stopwatch watch, Caller caller) {
    this.egress = egress;
    this.endpoint = endpoint;
    this.watch = watch;
    this.caller = caller;
  }

  final void start() {
    watch.enter(Phase.RESOLVE);
    Guard.Ruling named = egress.guard().ruling(endpoint.host());
    if (named != Guard.Ruling.ALLOWED) {
      fail(new Trouble(Reason.BLOCKED_BY_POLICY, endpoint.host() + " is " + named.words()));
      return;
    }
    egress
        .names()
        .resolve(
            endpoint.host(),
            found -> watched(() -> resolved(found)),
            trouble -> watched(() -> fail(trouble)));
  }

  @Override
  public final void hangUp() {
    if (!over) {
      over = true;
      if (channelOrNull != null) {
        var _ = channelOrNull.close();
      }
    }
  }

  /// Opens a channel to an address the guard has passed.
  abstract ChannelFuture open(InetSocketAddress address);

  /// Goes on with a channel that stands; ends with [#handOver] or [#fail].
  abstract void stands(Channel channel);

  final Egress egress() {
    return egress;
  }

  final Stopwatch watch() {
    return watch;
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
      hangUp();
      caller.failed(trouble.reason(), trouble.detail());
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

  private void resolved(List<InetAddress> found) {
    String refused = "";
    for (InetAddress address : found) {
      Guard.Ruling ruling = egress.guard().ruling(address, endpoint.port());
      if (ruling == Guard.Ruling.ALLOWED) {
        allowed.add(address);
      } else if (refused.isEmpty()) {
        refused = address.getHostAddress() + " is " + ruling.words();
      }
    }
    if (allowed.isEmpty()) {
      fail(new Trouble(Reason.BLOCKED_BY_POLICY, refused));
    } else {
      watch.enter(Phase.CONNECT);
      connectNext();
    }
  }

  private void connectNext() {
    var address = new InetSocketAddress(allowed.get(tried++), endpoint.port());
    ChannelFuture opening = open(address);
    channelOrNull = opening.channel();
    if (opening.isDone()) { // no channel could be made: its future would tell on a foreign thread
      opened(opening, address);
    } else {
      opening.addListener(_ -> watched(() -> opened(opening, address)));
    }
  }

  private void opened(ChannelFuture opening, InetSocketAddress address) {
    if (!opening.isSuccess()) {
      channelOrNull = null; // closed by itself
      Trouble trouble =
          egress.origins().weighed(Trouble.connecting(opening.cause()), address.getAddress());
      // one address that this machine has no way to excuses none that the target does not serve
      if (firstOrNull == null || (firstOrNull.reason().ours() && !trouble.reason().ours())) {
        firstOrNull = trouble;
      }
      if (tried < allowed.size()) {
        connectNext();
      } else {
        fail(firstOrNull);
      }
    } else if (!(opening.channel().remoteAddress() instanceof InetSocketAddress peer)
        || !address.getAddress().equals(peer.getAddress())) {
      fail(
          new Trouble(
              Reason.BLOCKED_BY_POLICY,
              "the peer is not " + address + " but " + opening.channel().remoteAddress()));
    } else {
      stands(opening.channel());
    }
  }
}
