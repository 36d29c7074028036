package dev.allwell.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// The decoder of one exchange of HTTP/1, with a bound on folded lines, each of which is read as a
/// space (RFC 9112 §5.2) but copies all of its header that came before, so that many would cost
/// their square; and with one on what stands around chunks.
final class AnswerDecoder extends HttpResponseDecoder {
  private static final int HEXADECIMAL = 16;
  private static final byte DELETE = 0x7f;

  private final Caps caps;
  private boolean bodiless;
  private int folded;

  /// Whether lines are read as headers or trailers, and whether a body is under way.
  private boolean inHeaders = true;

  private boolean inBody;

  /// Bytes of a body, and of what stands around its parts.
  private long body;

  private long around;

  AnswerDecoder(Caps caps) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(caps.line())
            .setMaxHeaderSize(caps.headers()));
    this.caps = caps;
  }

  /// Too many lines that go on with a header.
  static final class TooManyFolds extends TooLongFrameException {
    private static final long serialVersionUID = 1;
  }

  /// Too many bytes around the chunks of a body.
  static final class TooMuchFraming extends TooLongFrameException {
    private static final long serialVersionUID = 1;
  }

  /// A HEAD was asked for: its answer has no body, whatever its headers say.
  void expectNoBody() {
    bodiless = true;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return bodiless || super.isContentAlwaysEmpty(message);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (inHeaders) {
      count(in);
    }
    int from = in.readerIndex();
    int before = out.size();
    boolean framed = inBody && !inHeaders;
    super.decode(context, in, out);
    for (int i = before; i < out.size(); i++) {
      inHeaders = out.get(i) instanceof LastHttpContent;
      inBody = !inHeaders;
    }
    if (framed) {
      weigh(in, from, out.subList(before, out.size()));
    }
    inHeaders |= inBody && out.size() == before && isLastSize(in, from);
  }

  /// What was just taken and is no content stood around it.
  private void weigh(ByteBuf in, int from, List<Object> parts) {
    int taken = in.readerIndex() - from;
    for (Object part : parts) {
      if (part instanceof HttpContent content) {
        body += content.content().readableBytes();
        taken -= content.content().readableBytes();
      }
    }
    around += taken;
    if (caps.overframed(around, body)) {
      in.skipBytes(in.readableBytes());
      throw new TooMuchFraming();
    }
  }

  /// The whole lines up to an empty one are what the decoder is about to take.
  private void count(ByteBuf in) {
    int from = in.readerIndex();
    int end = in.indexOf(from, in.writerIndex(), HttpConstants.LF);
    while (end > from && !(end == from + 1 && in.getByte(from) == HttpConstants.CR)) {
      byte first = in.getByte(from);
      if ((first == HttpConstants.SP || first == '\t') && ++folded > caps.headerCount()) {
        in.skipBytes(in.readableBytes());
        throw new TooManyFolds();
      }
      from = end + 1;
      end = in.indexOf(from, in.writerIndex(), HttpConstants.LF);
    }
  }

  /// Whether what was just taken is the line before the trailers, a chunk's size of 0: not a size
  /// whose chunk is still to come, nor the end of a chunk.
  private static boolean isLastSize(ByteBuf in, int from) {
    boolean zero = false;
    for (int i = from; i < in.readerIndex(); i++) {
      byte one = in.getByte(i);
      boolean blank = (one >= 0 && one <= ' ') || one == DELETE;
      if (one == HttpConstants.LF || (zero && blank)) {
        return zero;
      } else if (one == '0') {
        zero = true;
      } else if (!blank) {
        return zero && Character.digit(one, HEXADECIMAL) < 0;
      }
    }
    return false;
  }
}
