package dev.allwell.egress;

import dev.allwell.model.Reason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The addresses of one name on their way to a connection, as RFC 8305 §5 has it: one is tried, the
/// next when it fails, or beside it when it is not there after a moment; the first that stands wins
/// and the others are closed. The trouble of the address tried first is what is told when none
/// stands. Used on one thread.
final class Race {
  static final long STAGGER_MILLIS = 250;
  private static final long LATE_ANSWER_MILLIS = 250;
  private static final int MOST_AT_ONCE = 4;
  private static final int MOST_ADDRESSES = 16;

  private final Call call;
  private final List<InetAddress> allowed = new ArrayList<>(2);
  private final List<Channel> opening = new ArrayList<>(1);
  private boolean mayGrow;
  private int tried;
  private int firstFailed = Integer.MAX_VALUE;
  private @Nullable Trouble troubleOrNull;
  private @Nullable Future<?> nextOrNull;
  private boolean asking;
  private boolean over;

  /// @param mayGrow whether there may be addresses of another kind, to be asked for
  Race(Call call, boolean mayGrow) {
    this.call = call;
    this.mayGrow = mayGrow;
  }

  void start(List<InetAddress> found) {
    String refused = take(found);
    if (allowed.isEmpty() || tells(refused)) {
      call.fail(new Trouble(Reason.BLOCKED_BY_POLICY, refused));
    } else {
      connectNext();
    }
  }

  /// Closes what is half open.
  void stop() {
    over = true;
    if (nextOrNull != null) {
      nextOrNull.cancel(false);
    }
    for (int i = 0; i < opening.size(); i++) {
      var _ = opening.get(i).close();
    }
  }

  /// @return why the first address that was refused was, if any
  private String take(List<InetAddress> found) {
    String refused = "";
    for (int i = 0; i < found.size(); i++) {
      InetAddress address = found.get(i);
      Guard.Ruling ruling = call.egress().guard().ruling(address, call.endpoint().port());
      if (ruling != Guard.Ruling.ALLOWED) {
        refused = refused.isEmpty() ? address.getHostAddress() + " is " + ruling.words() : refused;
      } else if (allowed.size() < MOST_ADDRESSES && !allowed.contains(address)) {
        allowed.add(address);
      }
    }
    return refused;
  }

  /// Whether one address that is refused tells on all of them.
  private boolean tells(String refused) {
    return !refused.isEmpty() && call.egress().guard().wantsAll();
  }

  private void connectNext() {
    int number = tried++;
    var address = new InetSocketAddress(allowed.get(number), call.endpoint().port());
    ChannelFuture attempt = call.bootstrap().connect(address);
    opening.add(attempt.channel());
    if (attempt.isDone()) { // no channel could be made: its future would tell on a foreign thread
      opened(attempt, address, number);
      return;
    }
    attempt.addListener(_ -> {
      if (!over) {
        call.watched(() -> opened(attempt, address, number));
      }
    });
    if (call.racing() && (tried < allowed.size() || mayGrow) && opening.size() < MOST_AT_ONCE) {
      later(STAGGER_MILLIS, this::beside);
    }
  }

  private void beside() {
    askForOthers();
    if (tried < allowed.size() && opening.size() < MOST_AT_ONCE) {
      connectNext();
    }
  }

  private void opened(ChannelFuture attempt, InetSocketAddress address, int number) {
    opening.remove(attempt.channel());
    if (!attempt.isSuccess()) {
      failed(trouble(attempt.cause(), address), number);
    } else if (!(attempt.channel().remoteAddress() instanceof InetSocketAddress peer)
        || !address.getAddress().equals(peer.getAddress())) {
      var _ = attempt.channel().close();
      call.fail(
          new Trouble(
              Reason.BLOCKED_BY_POLICY,
              "the peer is not " + address + " but " + attempt.channel().remoteAddress()));
    } else {
      stop();
      call.won(attempt.channel());
    }
  }

  private Trouble trouble(Throwable thrown, InetSocketAddress address) {
    Trouble seen = Trouble.connecting(thrown);
    return call.egress().origins().weighed(seen, address.getAddress()).at(address);
  }

  private void failed(Trouble trouble, int number) {
    // one address that this machine has no way to excuses none that the target does not serve
    boolean excuse = troubleOrNull != null && troubleOrNull.reason().ours();
    if (troubleOrNull == null
        || (excuse && !trouble.reason().ours())
        || (number < firstFailed && excuse == trouble.reason().ours())) {
      firstFailed = number;
      troubleOrNull = trouble;
    }
    askForOthers();
    if (tried < allowed.size()) {
      connectNext();
    } else if (opening.isEmpty() && asking) {
      later(LATE_ANSWER_MILLIS, this::giveUp);
    } else if (opening.isEmpty()) {
      giveUp();
    }
  }

  /// The addresses of the other kind, once: most targets never need them.
  private void askForOthers() {
    if (mayGrow) {
      mayGrow = false;
      asking = true;
      call.findOthers(this::othersFound, this::noOthers);
    }
  }

  private void othersFound(List<InetAddress> found) {
    if (over) {
      return;
    }
    asking = false;
    if (nextOrNull != null) {
      nextOrNull.cancel(false); // it was to give up if they did not come
    }
    int before = allowed.size();
    String refused = take(found);
    if (tells(refused)) {
      call.fail(new Trouble(Reason.BLOCKED_BY_POLICY, refused));
      return;
    }
    List<InetAddress> more = List.copyOf(allowed.subList(before, allowed.size()));
    allowed.subList(before, allowed.size()).clear();
    for (int i = 0; i < more.size(); i++) { // in turn with those that are left
      allowed.add(Math.min(tried + 2 * i, allowed.size()), more.get(i));
    }
    if (tried < allowed.size() && opening.size() < MOST_AT_ONCE) {
      connectNext();
    } else if (opening.isEmpty()) {
      giveUp();
    }
  }

  private void noOthers() {
    asking = false;
    if (!over && opening.isEmpty() && tried == allowed.size()) {
      giveUp();
    }
  }

  private void giveUp() {
    call.fail(
        troubleOrNull == null
            ? new Trouble(Reason.CONNECT_FAILED, "no address could be called")
            : troubleOrNull);
  }

  private void later(long millis, Runnable step) {
    if (nextOrNull != null) {
      nextOrNull.cancel(false);
    }
    nextOrNull =
        call.egress()
            .loop()
            .schedule(
                () -> {
                  if (!over) {
                    call.watched(step);
                  }
                },
                millis,
                TimeUnit.MILLISECONDS);
  }
}
