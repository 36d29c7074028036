package dev.allwell.definition;

import dev.allwell.model.DnsCheck;
import dev.allwell.model.DnsCheck.Expect;
import dev.allwell.model.DnsCheck.Transport;
import dev.allwell.model.Rcodes;
import dev.allwell.model.StartTls;
import dev.allwell.model.TcpCheck;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Writes the sections `tcp`, `dns` and `tls` of checks that are not over HTTP.
final class TalkLeaves {
  private TalkLeaves() {}

  static void write(TcpCheck check, Leaves top) {
    var tcp = top.below("tcp");
    var talk = check.talk();
    talk.startTls().map(StartTls::word).ifPresent(word -> tcp.put("starttls", word));
    if (!talk.send().isEmpty()) {
      byte[] bytes = talk.send().getBytes(StandardCharsets.ISO_8859_1);
      text(bytes)
          .ifPresentOrElse(
              text -> tcp.veiled("send", text),
              () -> tcp.veiled("send-hex", HexFormat.of().formatHex(bytes)));
    }
    if (!talk.expect().isEmpty()) {
      tcp.put("expect", talk.expect());
    }
    top.put("tcp", tcp);
    if (check.tls() || talk.startTls().isPresent()) {
      Statements.tls(check, top);
    }
  }

  /// @param port that the url names
  static void write(DnsCheck check, int port, Leaves top) {
    var dns = top.below("dns");
    dns.put("type", check.question().type().toString(), DnsCheck.Type.A.toString());
    dns.put("recursion", check.question().recursion(), true);
    Transport usual = port == DnsKeys.TLS_PORT ? Transport.TLS : Transport.AUTO;
    dns.put("transport", Statements.word(check.transport()), Statements.word(usual));
    dns.put("rcode", rcode(check.expect().rcode()), rcode(Expect.ANY_RECORD.rcode()));
    dns.put("answers", check.expect().answers(), List.of());
    dns.put("authority", check.expect().authority(), List.of());
    top.put("dns", dns);
    if (check.transport() == Transport.TLS) {
      Statements.tls(check, top);
    }
  }

  private static Object rcode(int number) {
    return number < Rcodes.words().size() ? (Object) Rcodes.words().get(number) : number;
  }

  /// The bytes as a text that a person can read and that gives the same bytes again.
  private static Optional<String> text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean plain =
          text.codePoints().allMatch(c -> c == '\r' || c == '\n' || c == '\t' || c >= ' ');
      return plain ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
