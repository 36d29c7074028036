package dev.allwell.probe;

import dev.allwell.model.HttpCheck;
import dev.allwell.model.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of one answer while it comes in: decoded where somebody looks at it, else counted. Used
/// on one thread; to be freed.
final class Intake {
  private final HttpCheck.Expect expect;
  private final HttpLane lane;
  private final Body body;
  private final @Nullable String contentType;
  private final boolean kept;
  private final Optional<Inflation> inflation;
  private final String unread;
  private Optional<String> fault = Optional.empty();

  /// @param headers of the answer
  /// @param caps what the answer may cost
  Intake(HttpCheck check, HttpHeaders headers, Caps caps, HttpLane lane) {
    expect = check.expect();
    this.lane = lane;
    body = new Body(check.conduct().maxBody());
    contentType = headers.get(HttpHeaderNames.CONTENT_TYPE);
    Coding coding = expect.readsBody() ? Coding.of(headers) : Coding.PLAIN;
    inflation =
        switch (coding) {
          case Coding.Gzip() -> Optional.of(new Inflation(true, caps, lane.inflaters(), body));
          case Coding.Deflate() -> Optional.of(new Inflation(false, caps, lane.inflaters(), body));
          case Coding.Plain(), Coding.Unread(_) -> Optional.empty();
        };
    unread = coding instanceof Coding.Unread(String words) ? words : "";
    kept = expect.readsBody() && unread.isEmpty();
  }

  /// Takes a part of the body.
  ///
  /// @return whether more is of any use
  boolean take(ByteBuf part) {
    if (inflation.isPresent()) {
      fault = inflation.get().take(part);
    } else {
      body.append(part, kept);
      fault = unread.isEmpty() || !expect.needsBody() ? fault : Optional.of(unread);
    }
    return fault.isEmpty() && !body.truncated();
  }

  /// Whether there was more than is kept.
  boolean truncated() {
    return body.truncated();
  }

  /// Judges what came.
  Ruling ruling() {
    if (fault.isEmpty() && inflation.isPresent()) {
      fault = inflation.get().end();
    }
    if (fault.isPresent()) {
      return Ruling.bad(fault.get());
    }
    if (!unread.isEmpty() && !expect.needsBody()) {
      return new Ruling(Reason.OK, "", Optional.empty()); // just a body
    }
    Charset charset =
        expect.body().some()
            ? HttpUtil.getCharset(contentType, StandardCharsets.UTF_8)
            : StandardCharsets.UTF_8;
    return lane.judge().judge(expect, body, charset);
  }

  /// Gives back what was lent; of no effect the second time.
  void free() {
    inflation.ifPresent(Inflation::free);
  }
}
