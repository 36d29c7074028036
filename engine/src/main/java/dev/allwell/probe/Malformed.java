package dev.allwell.probe;

import dev.allwell.egress.Trouble;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.ContentLengthNotAllowedException;
import io.netty.handler.codec.http.InvalidChunkExtensionException;
import io.netty.handler.codec.http.InvalidChunkTerminationException;
import io.netty.handler.codec.http.InvalidLineSeparatorException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.TransferEncodingNotAllowedException;
import java.util.Locale;

/// What is wrong with an answer that a decoder refused, in our own few words: the decoder's would
/// show parts of the answer. Pure.
final class Malformed {
  private Malformed() {}

  /// Whether what a handler threw means that the answer is none, and no trouble of the network.
  static boolean is(Throwable cause) {
    return cause instanceof DecoderException && Trouble.talking(cause).isEmpty();
  }

  /// @param inBody whether the headers were already told
  static String words(Throwable cause, boolean inBody, Caps caps) {
    return switch (cause) {
      case AnswerDecoder.TooManyFolds _ ->
          "more than " + caps.headerCount() + " headers that go on in the next line";
      case AnswerDecoder.TooMuchFraming _ -> caps.overframing();
      case TooLongHttpLineException _ ->
          (inBody ? "a chunk's first line" : "a status line")
              + " of more than "
              + caps.line()
              + " bytes";
      case TooLongHttpHeaderException _ -> "headers of more than " + caps.headers() + " bytes";
      case ContentLengthNotAllowedException _ -> "a length that contradicts the chunks";
      case TransferEncodingNotAllowedException _ -> "a Transfer-Encoding that may not stand there";
      case InvalidLineSeparatorException _ -> "a line that does not end in CR LF";
      case InvalidChunkExtensionException _ -> "a chunk extension that is none";
      case InvalidChunkTerminationException _ -> "a chunk longer than it says";
      case NumberFormatException _ ->
          inBody ? "a chunk size that is none" : "a status that is no number";
      case PrematureChannelClosureException _ -> "closed within the headers";
      case IllegalArgumentException _ -> header(String.valueOf(cause.getMessage()));
      default -> "no answer in the form of HTTP/1.1";
    };
  }

  private static String header(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("content-length")) {
      return "a Content-Length that is none, or several";
    }
    if (lower.contains("header value")
        || lower.contains("header name")
        || lower.contains("colon")) {
      return "a header with a character that may not stand there";
    }
    return "no answer in the form of HTTP/1.1";
  }
}
