package dev.allwell.probe;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/// The frames of one HTTP/2 connection (RFC 9113), with limits against each of their floods; every
/// error is the end of the connection.
final class Http2Handler extends Http2ConnectionHandler {
  private static final int EMPTY_DATA_FRAMES = 2;
  private static final int SMALL_CONTINUATIONS = 8;
  private static final int RESETS = 10;
  private static final int RESETS_SECONDS = 30;

  private final Caps caps;
  private final Errors errors;
  private boolean over;

  private Http2Handler(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      Caps caps,
      Errors errors) {
    super(
        decoder, encoder, settings, /* decoupleCloseAndGoAway= */ true, /* flushPreface= */ false);
    this.caps = caps;
    this.errors = errors;
  }

  /// Whoever is told of the first error.
  interface Errors {
    /// The peer breaks the protocol.
    ///
    /// @param words for a person
    void broken(String words);

    /// Something else was thrown.
    void thrown(Throwable cause);
  }

  static Http2Handler of(Caps caps, Http2FrameListener frames, Errors errors) {
    return new Builder(caps, frames, errors).build();
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext context,
      boolean outbound,
      Throwable cause,
      @Nullable Http2Exception breach) {
    end(cause, breach);
  }

  @Override
  protected void onStreamError(
      ChannelHandlerContext context,
      boolean outbound,
      Throwable cause,
      Http2Exception.StreamException breach) {
    end(cause, breach);
  }

  private void end(Throwable cause, @Nullable Http2Exception breach) {
    if (!over) {
      over = true;
      if (breach == null) {
        errors.thrown(cause);
      } else {
        errors.broken(words(breach));
      }
    }
  }

  /// Our own few words: those of the codec would show parts of the answer.
  String words(Http2Exception breach) {
    if (breach instanceof Http2Exception.HeaderListSizeException
        || String.valueOf(breach.getMessage()).startsWith("Header size exceeded")) {
      return "headers of more than " + caps.headers() + " bytes";
    }
    return switch (breach.error()) {
      case FLOW_CONTROL_ERROR -> "more data than the window lets in";
      case COMPRESSION_ERROR -> "headers that cannot be decoded";
      case FRAME_SIZE_ERROR -> "a frame of a wrong size";
      case ENHANCE_YOUR_CALM -> "too many frames that say nothing";
      case REFUSED_STREAM -> "the peer takes no request";
      default -> "no answer in the form of HTTP/2";
    };
  }

  /// An error code as the standard writes it.
  static String name(long code) {
    Http2Error known = Http2Error.valueOf(code);
    return known == null ? "code " + code : known.name();
  }

  private static final class Builder
      extends AbstractHttp2ConnectionHandlerBuilder<Http2Handler, Builder> {
    private final Caps caps;
    private final Errors errors;

    Builder(Caps caps, Http2FrameListener frames, Errors errors) {
      this.caps = caps;
      this.errors = errors;
      server(false);
      frameListener(frames);
      initialSettings(
          Http2Settings.defaultSettings().pushEnabled(false).maxHeaderListSize(caps.headers()));
      encoderEnforceMaxQueuedControlFrames(caps.control());
      decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA_FRAMES);
      decoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS);
      decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS);
    }

    @Override
    protected Http2Handler build() {
      return super.build();
    }

    @Override
    protected Http2Handler build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      return new Http2Handler(decoder, encoder, settings, caps, errors);
    }
  }
}
