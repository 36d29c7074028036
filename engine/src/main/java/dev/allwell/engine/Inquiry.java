package dev.allwell.engine;

import dev.allwell.clock.Pulse;
import dev.allwell.model.Attempt;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import dev.allwell.model.Service;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Whether what an attempt saw says anything of the target, or only of us. One lane's thread.
///
/// @param canaries whether this machine still reaches anything; asked about failures of the network
/// @param resolver whether any name server still answers; asked about failures of resolving
record Inquiry(Pulse pulse, Witness canaries, Witness resolver, OwnFaults faults) {

  /// What came of an attempt that began then, once it is known whose fault it is: told on the
  /// lane's thread, mostly before this returns.
  ///
  /// @param timely whether the attempt had its time in spite of pauses
  void settle(
      Service service, long startNanos, boolean timely, Attempt seen, Consumer<Attempt> told) {
    Attempt straddled = straddled(startNanos, timely, seen);
    if (straddled.reason().ours() || !network(straddled.reason()) || loopback(service)) {
      tell(straddled, told);
    } else if (resolving(straddled.reason())
        && service.check().route().resolver().isEmpty()) { // one of its own is part of the target
      resolver.silentSince(
          startNanos,
          silent -> {
            if (silent) {
              tell(instead(seen, Reason.NO_RESOLVER, "no name server answers anything"), told);
            } else {
              reach(startNanos, seen, told);
            }
          });
    } else {
      reach(startNanos, seen, told);
    }
  }

  /// The lane is no more.
  void close() {
    canaries.close();
    resolver.close();
  }

  private void reach(long startNanos, Attempt seen, Consumer<Attempt> told) {
    canaries.silentSince(
        startNanos,
        silent ->
            tell(silent ? instead(seen, Reason.ISOLATED, "all canaries are silent") : seen, told));
  }

  private void tell(Attempt seen, Consumer<Attempt> told) {
    if (seen.reason().ours()) {
      faults.attempted(seen.reason(), seen.detail());
    }
    told.accept(seen);
  }

  /// An attempt during which we stood still is void whatever it saw; but silence in all the time
  /// that it should have had is silence, or one that is never still for long would never notice it.
  /// One during which the wall clock was stepped is void when that can be the reason: certificates
  /// go by the clock, and a machine that slept has lost its connections.
  private Attempt straddled(long startNanos, boolean timely, Attempt seen) {
    if (pulse.pausedSince(startNanos) && !(timely && seen.reason().timedOut())) {
      long millis = TimeUnit.NANOSECONDS.toMillis(pulse.pauseNanos());
      return instead(seen, Reason.PAUSED, "this process stood still for " + millis + " ms");
    }
    if (pulse.steppedSince(startNanos) && (seen.reason() != Reason.OK || seen.phases().tls() > 0)) {
      return instead(seen, Reason.CLOCK_STEPPED, "the wall clock was stepped meanwhile");
    }
    return seen;
  }

  private static Attempt instead(Attempt seen, Reason reason, String why) {
    String before = seen.reason() == Reason.OK ? "" : " (" + seen.reason().code() + ")";
    return Attempt.of(reason, why + before, seen.phases());
  }

  private static boolean network(Reason reason) {
    return reason.timedOut() || reason == Reason.CONNECT_UNREACHABLE || reason == Reason.DNS_FAILED;
  }

  private static boolean resolving(Reason reason) {
    return reason == Reason.TIMEOUT_RESOLVE || reason == Reason.DNS_FAILED;
  }

  /// No outage of ours comes between us and ourselves.
  private static boolean loopback(Service service) {
    Endpoint target = service.check().endpoint();
    String host = target.host().toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.startsWith("127.")
        || host.equals("::1");
  }
}
