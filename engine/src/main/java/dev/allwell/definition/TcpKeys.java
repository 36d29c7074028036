package dev.allwell.definition;

import dev.allwell.format.LinearPattern;
import dev.allwell.model.Check;
import dev.allwell.model.Route;
import dev.allwell.model.StartTls;
import dev.allwell.model.TcpCheck;
import dev.allwell.model.TcpCheck.Talk;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the section `tcp` and makes the check of a tcp or tls url.
final class TcpKeys {
  private final Shared<Talk> talks = new Shared<>(List.of(Talk.NONE));

  Talk talk(Section tcp, Optional<Kind> kind) {
    return talks.one(new Talk(startTls(tcp, kind), send(tcp), expect(tcp)));
  }

  static Optional<Check> check(Section top, Url url, Talk talk, Route route) {
    if (url.path().length() > 1 || !url.query().isEmpty()) {
      top.refuse("url", "expected " + url.kind().scheme() + "://host:port and nothing after it");
      return Optional.empty();
    }
    boolean tls = url.kind() == Kind.TLS;
    return tls && talk.startTls().isPresent()
        ? Optional.empty() // refused where it was read
        : Optional.of(new TcpCheck(url.endpoint(), tls, talk, route));
  }

  private static @Nullable StartTls startTls(Section tcp, Optional<Kind> kind) {
    if (!tcp.has("starttls")) {
      return null;
    }
    if (kind.filter(k -> k == Kind.TLS).isPresent()) {
      tcp.refuse("starttls", "a tls:// check speaks TLS from the start, a tcp:// one turns to it");
    }
    return tcp.choice("starttls", StartTls.SMTP, StartTls.values(), StartTls::word);
  }

  /// The bytes to send, one a character.
  private static String send(Section tcp) {
    Optional<String> text = tcp.text("send");
    Optional<String> hex = tcp.text("send-hex");
    if (text.isPresent() && hex.isPresent()) {
      tcp.refuse("send-hex", "expected one of send and send-hex, got both");
    }
    byte[] bytes =
        hex.map(digits -> binary(tcp, digits))
            .or(() -> text.map(t -> t.getBytes(StandardCharsets.UTF_8)))
            .orElse(new byte[0]);
    if (bytes.length > Talk.MOST_SENT) {
      tcp.refuse("send", "expected at most 8192 bytes, got " + bytes.length);
      return "";
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] binary(Section tcp, String digits) {
    try {
      return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    } catch (IllegalArgumentException _) {
      tcp.refuse("send-hex", "expected two hexadecimal digits a byte, such as \"00 5a ff\"");
      return new byte[0];
    }
  }

  private static String expect(Section tcp) {
    String text = tcp.text("expect").orElse("");
    if (text.isEmpty()) {
      return "";
    }
    if (text.chars().anyMatch(c -> c > 0x7f)) {
      tcp.refuse("expect", "expected ASCII: bytes are compared, so that an é is \\xc3\\xa9");
      return "";
    }
    int most = LinearPattern.widest(Talk.MOST_HEARD);
    try {
      int width = LinearPattern.compile(Talk.BY_LINES + text).width();
      if (width <= most) {
        return text;
      }
      tcp.refuse(
          "expect",
          "expected a simpler pattern: at most %d of its steps may be under way at once, got %d"
              .formatted(most, width));
      return "";
    } catch (IllegalArgumentException e) {
      tcp.refuse("expect", "not a pattern: " + Quoted.message(e));
      return "";
    }
  }
}
