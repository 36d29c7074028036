package dev.allwell.probe;

import dev.allwell.egress.Phase;
import dev.allwell.egress.Trouble;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request of an [HttpProbe] and what comes back.
///
/// An answer that its status alone decides (a redirect, an unexpected status) is done at its head:
/// what its body would do cannot change the outcome.
final class HttpExchange implements HttpConnection.Listener {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int PROXY_AUTHENTICATION = 407;

  private final HttpProbe probe;
  private final Run run;
  private final HttpLane lane;
  private final HttpConnection connection;
  private final boolean reused;
  private boolean began;
  private boolean reusable;
  private @Nullable Intake intakeOrNull;

  /// @param reused whether the connection carried another exchange before
  HttpExchange(HttpProbe probe, Run run, HttpLane lane, HttpConnection connection, boolean reused) {
    this.probe = probe;
    this.run = run;
    this.lane = lane;
    this.connection = connection;
    this.reused = reused;
  }

  @Override
  public void began() {
    began = true;
    run.enter(Phase.TRANSFER);
  }

  @Override
  public void head(HttpConnection.Head head) {
    HttpCheck check = probe.check();
    int status = head.status();
    if (status == PROXY_AUTHENTICATION && probe.forwarder().isPresent()) {
      connection.close();
      run.end(Reason.PROXY_FAILED, "the proxy wants another name and password (407)");
      return;
    }
    run.answered(status);
    String location = head.headers().get(HttpHeaderNames.LOCATION);
    if (check.conduct().redirects() > 0 && location != null && redirects(status)) {
      connection.close();
      run.guarded(() -> probe.redirect(status, location));
    } else if (!check.expect().status().contains(status)) {
      connection.close();
      run.end(
          Reason.UNEXPECTED_STATUS, "status " + status + ", expected " + check.expect().status());
    } else {
      reusable = head.reusable();
      run.guarded(() -> intakeOrNull = new Intake(check, head.headers(), run.caps(), lane));
      if (status == SWITCHING_PROTOCOLS) {
        closeAndJudge();
      }
    }
  }

  @Override
  public void content(ByteBuf part) {
    if (intakeOrNull != null && !intakeOrNull.take(part)) {
      closeAndJudge();
    }
  }

  @Override
  public void ended() {
    if (reusable && probe.check().conduct().keepAlive() && !run.over()) {
      run.release();
      lane.idle().put(probe.destination(), connection);
    } else {
      connection.close();
    }
    judge();
  }

  @Override
  public void failed(Reason reason, String detail) {
    free();
    if (reused && !began) {
      again();
    } else {
      run.end(reason, detail);
    }
  }

  @Override
  public void thrown(Throwable cause) {
    free();
    boolean broken =
        Trouble.talking(cause)
            .filter(t -> t.reason() == Reason.RESET || t.reason() == Reason.CLOSED_EARLY)
            .isPresent();
    if (reused && !began && broken) {
      again();
    } else {
      run.thrown(cause);
    }
  }

  private void closeAndJudge() {
    connection.close();
    judge();
  }

  private void judge() {
    Optional<Intake> intake = Optional.ofNullable(intakeOrNull);
    try {
      run.guarded(() -> intake.ifPresent(it -> run.end(it.ruling(), it.truncated())));
    } finally {
      free();
    }
  }

  private void free() {
    if (intakeOrNull != null) {
      intakeOrNull.free();
    }
  }

  /// The peer had closed the connection while it was idle: that says nothing about its health.
  private void again() {
    if (!run.over()) {
      run.guarded(probe::dial);
    }
  }

  private static boolean redirects(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }
}
