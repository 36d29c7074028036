package dev.allwell.probe;

import dev.allwell.clock.Pulse;
import dev.allwell.egress.Caller;
import dev.allwell.egress.Destination;
import dev.allwell.egress.Dialing;
import dev.allwell.egress.Egress;
import dev.allwell.egress.Phase;
import dev.allwell.egress.Stopwatch;
import dev.allwell.egress.Trouble;
import dev.allwell.model.Attempt;
import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import dev.allwell.model.Report;
import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One attempt under way: its stopwatch, its one deadline, what it holds open, and its one end.
/// Whatever comes first ends it: an answer, trouble, a bug, or the deadline. Used on one thread.
class Run implements Probing {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  private final Egress egress;
  private final Caps caps;
  private final Endpoint endpoint;
  private final Consumer<Attempt> done;
  private final Stopwatch watch;
  private final Future<?> deadline;
  private final long dueNanos;
  private @Nullable Dialing dialingOrNull;
  private @Nullable Channel channelOrNull;
  private @Nullable CertificateFacts certificateOrNull;
  private int status;
  private boolean over;

  Run(Egress egress, Caps caps, Endpoint endpoint, long limitNanos, Consumer<Attempt> done) {
    this.egress = egress;
    this.caps = caps;
    this.endpoint = endpoint;
    this.done = done;
    watch = new Stopwatch(egress.ticker());
    dueNanos = egress.ticker().nanos() + limitNanos;
    deadline = egress.loop().schedule(this::expire, limitNanos, TimeUnit.NANOSECONDS);
  }

  Caps caps() {
    return caps;
  }

  /// Opens a stream and goes on with it; trouble on the way ends the run.
  void dial(Destination to, Consumer<Channel> then) {
    if (!over) {
      hold(egress.dial(to, watch, caller(then)));
    }
  }

  /// Shakes hands on a stream in the clear and goes on with it; trouble on the way ends the run.
  void secure(Channel channel, Destination to, Consumer<Channel> then) {
    hold(egress.secure(channel, to, watch, caller(then)));
  }

  /// Opens a UDP socket to one peer and goes on with it.
  void dialDatagrams(Destination to, Consumer<Channel> then) {
    if (!over) {
      hold(egress.dialDatagrams(to, watch, caller(then)));
    }
  }

  /// A channel that is closed when the run ends, in place of any before.
  void hold(Channel channel) {
    channelOrNull = channel;
  }

  /// The channel is somebody else's now.
  void release() {
    channelOrNull = null;
  }

  void enter(Phase phase) {
    watch.enter(phase);
  }

  /// There is an answer with this status, or with 0 there is none any more.
  void answered(int code) {
    status = code;
  }

  boolean over() {
    return over;
  }

  void end(Reason reason, String detail) {
    end(reason, detail, false, Optional.empty());
  }

  void end(Reason reason, String detail, boolean truncated, Optional<Report> report) {
    if (over) {
      return;
    }
    cancel();
    var attempt =
        new Attempt(
            reason,
            detail,
            status,
            watch.phases(),
            truncated,
            report.orElse(null),
            certificateOrNull);
    try {
      done.accept(attempt);
    } catch (RuntimeException | Error bug) {
      LOG.error("the outcome of {} was not taken", endpoint, bug);
    }
  }

  /// Ends it unheard.
  @Override
  public void cancel() {
    if (over) {
      return;
    }
    over = true;
    deadline.cancel(false);
    if (dialingOrNull != null) {
      dialingOrNull.hangUp();
    }
    if (channelOrNull != null) {
      var _ = channelOrNull.close();
    }
  }

  /// Ends the run by what a channel threw: trouble of the network, an answer that is none, or a
  /// bug.
  void thrown(Throwable cause) {
    Optional<Trouble> trouble = Trouble.talking(cause);
    if (trouble.isPresent()) {
      end(trouble.get().reason(), trouble.get().detail());
    } else if (cause instanceof DecoderException) {
      end(
          Reason.BAD_RESPONSE,
          "no answer in the protocol spoken"); // a decoder's own words show parts of it
    } else if (!over) {
      LOG.error("probing {} failed inside", endpoint, cause);
      end(Reason.INTERNAL_ERROR, cause.toString());
    }
  }

  /// Runs a step, unless the run is over; what it throws ends the run and goes no further.
  void guarded(Runnable step) {
    if (over) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException | Error bug) {
      thrown(bug);
    }
  }

  /// A deadline that comes this late says that we stood still, and nothing of the target.
  private void expire() {
    long late = egress.ticker().nanos() - dueNanos;
    if (late >= Pulse.PAUSE_NANOS) {
      end(
          Reason.PAUSED,
          "the deadline came " + TimeUnit.NANOSECONDS.toMillis(late) + " ms too late");
    } else {
      if (certificateOrNull == null && dialingOrNull != null) {
        certificateOrNull = dialingOrNull.shown().orElse(null);
      }
      end(watch.phase().timeout(), "no end of this before the deadline");
    }
  }

  private void hold(Dialing dialing) {
    if (over) {
      dialing.hangUp();
    } else {
      dialingOrNull = dialing;
    }
  }

  /// Whoever hears of an http exchange in the place of who wants to know.
  HttpConnection.Listener listening(FullHttpRequest request, HttpConnection.Listener listener) {
    return listener;
  }

  /// Whoever is told of a connection.
  Caller caller(Consumer<Channel> then) {
    return new Caller() {
      @Override
      public void connected(Channel channel) {
        if (over) {
          var _ = channel.close();
        } else {
          hold(channel);
          guarded(() -> then.accept(channel));
        }
      }

      @Override
      public void certified(CertificateFacts facts) {
        if (certificateOrNull == null) { // of several hops the first is the target's own
          certificateOrNull = facts;
        }
      }

      @Override
      public void failed(Reason reason, String detail) {
        end(reason, detail);
      }
    };
  }
}
