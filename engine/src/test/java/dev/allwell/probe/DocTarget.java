package dev.allwell.probe;

import dev.allwell.testkit.Certificate;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.DnsSickness;
import dev.allwell.testkit.Http2Target;
import dev.allwell.testkit.Script;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import dev.allwell.testkit.StartTlsPeer;
import dev.allwell.testkit.TlsFront;
import dev.allwell.testkit.TlsTarget;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A running target as an example's comment describes it.
///
/// * `http`, `https`, `https h2` (HTTP/2 agreed on in the handshake): `answers 200
///   {"status":"UP"}`; the body may be left out.
/// * `https as shop.test`: under another name than the url's.
/// * `tls to clients`: demands a certificate of the authority, and then says `welcome`.
/// * `tcp`, `tls`: steps in their order, `says "…"`, `hears "…"` (exactly that, or nothing more
///   happens), `starttls smtp` (and the steps after it are inside), `closes`; without the last it
///   says nothing more and waits. Texts have the escapes `\r \n \xHH \" \\`.
/// * `tcp as asked`: agrees on TLS in the words that the check asks for, and waits.
/// * `dns`, `dns-tls`, `dns cutting` (says by UDP that the answer does not fit): records,
///   `shop.test MX 10 mail.test`, separated by `;`; those of the authority section of answers about
///   a name with `authority` in front.
///
/// @param accepted how many connections it had so far
/// @param stop stops it
record DocTarget(int port, IntSupplier accepted, Runnable stop) implements AutoCloseable {
  private static final Pattern ANSWER = Pattern.compile("answers ([0-9]{3})(?: (.*))?");
  private static final Pattern AS = Pattern.compile("(.*) as ([a-z.]+)");
  private static final Pattern STEP =
      Pattern.compile("\\s*(?:(says|hears) \"((?:[^\"\\\\]|\\\\.)*)\"|starttls (\\w+)|(closes))");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");
  private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");

  /// @param host the name that a certificate is made out to
  static DocTarget start(String kind, String behaviour, String host) {
    Matcher as = AS.matcher(kind);
    if (as.matches()) {
      return start(as.group(1), behaviour, as.group(2));
    }
    Certificate certificate =
        host.matches("[0-9.]+")
            ? TestLane.AUTHORITY.forLoopback()
            : TestLane.AUTHORITY.forName(host);
    return switch (kind) {
      case "http" -> of(SickTarget.playing(http(behaviour)));
      case "https" -> of(SickTarget.playingOverTls(certificate, http(behaviour)));
      case "https h2" -> http2(certificate, behaviour);
      case "tcp" -> of(SickTarget.playing(steps(behaviour, certificate)));
      case "tls" -> of(SickTarget.playingOverTls(certificate, steps(behaviour, certificate)));
      case "tls to clients" -> {
        var target = new TlsTarget(TlsFront.demanding(certificate, TestLane.AUTHORITY));
        yield uncounted(target.port(), target::close);
      }
      case "dns" -> {
        DnsServer server = zone(behaviour);
        yield uncounted(server.port(), server::close);
      }
      case "dns cutting" -> {
        DnsServer server = zone(behaviour).suffering(DnsSickness.TRUNCATING);
        yield uncounted(server.port(), server::close);
      }
      case "dns-tls" -> {
        DnsServer server = zone(behaviour);
        yield uncounted(server.overTls(certificate), server::close);
      }
      default -> throw new AssertionError("no such kind of target: " + kind);
    };
  }

  @Override
  public void close() {
    stop.run();
  }

  private static DocTarget of(SickTarget target) {
    return new DocTarget(target.port(), target::accepted, target::close);
  }

  private static DocTarget uncounted(int port, Runnable stop) {
    return new DocTarget(port, () -> 0, stop);
  }

  private static Script http(String behaviour) {
    Http2Target.Answer answer = answer(behaviour);
    return Sickness.healthy(answer.status(), answer.body());
  }

  private static DocTarget http2(Certificate certificate, String behaviour) {
    Http2Target.Answer answer = answer(behaviour);
    var target = Http2Target.answeringOverTls(certificate, _ -> answer);
    return uncounted(target.port(), target::close);
  }

  private static Http2Target.Answer answer(String behaviour) {
    Matcher answer = ANSWER.matcher(behaviour);
    if (!answer.matches()) {
      throw new AssertionError("not what an http target can do: " + behaviour);
    }
    String body = answer.group(2) == null ? "" : answer.group(2);
    return new Http2Target.Answer(Integer.parseInt(answer.group(1)), Map.of(), body);
  }

  private static Script steps(String behaviour, Certificate certificate) {
    var steps = new ArrayList<Script>();
    Matcher step = STEP.matcher(behaviour);
    int end = 0;
    while (step.find(end) && step.start() == end) {
      steps.add(step(step, certificate));
      end = step.end();
    }
    if (end < behaviour.length()) {
      throw new AssertionError("not what a tcp target can do: " + behaviour.substring(end));
    }
    if (!behaviour.endsWith("closes")) {
      steps.add(Sickness.hanging());
    }
    return wire -> {
      for (Script one : steps) {
        one.play(wire);
      }
    };
  }

  private static Script step(Matcher step, Certificate certificate) {
    if (step.group(3) != null) {
      Script agreeing = StartTlsPeer.agreeing(step.group(3), "");
      return wire -> {
        agreeing.play(wire);
        wire.shakeHands(certificate);
      };
    }
    if (step.group(4) != null) {
      return _ -> {};
    }
    String text =
        ESCAPE
            .matcher(step.group(2))
            .replaceAll(escape -> Matcher.quoteReplacement(unescaped(escape.group(1))));
    if (step.group(1).equals("says")) {
      return wire -> wire.write(text);
    }
    return wire -> {
      if (!wire.bytes(text.length()).equals(text)) {
        wire.hang();
      }
    };
  }

  private static String unescaped(String escape) {
    return switch (escape.charAt(0)) {
      case 'r' -> "\r";
      case 'n' -> "\n";
      case 'x' -> Character.toString(Integer.parseInt(escape.substring(1), 16));
      default -> escape;
    };
  }

  private static DnsServer zone(String behaviour) {
    Map<String, List<DnsRecord>> names = new LinkedHashMap<>();
    Map<String, List<DnsRecord>> authority = new LinkedHashMap<>();
    for (String text : behaviour.split(";")) {
      String line = text.strip();
      boolean beside = line.startsWith("authority ");
      String[] parts = line.substring(beside ? "authority ".length() : 0).split(" ", 3);
      (beside ? authority : names)
          .computeIfAbsent(parts[0], _ -> new ArrayList<>())
          .add(record(parts[1], parts[2]));
    }
    var server = new DnsServer();
    names.forEach((name, records) -> server.with(name, records.toArray(DnsRecord[]::new)));
    authority.forEach(
        (name, records) -> server.withAuthority(name, records.toArray(DnsRecord[]::new)));
    return server;
  }

  private static DnsRecord record(String type, String data) {
    String[] parts = data.split(" ");
    return switch (type) {
      case "A", "AAAA" -> DnsRecord.address(data, 30);
      case "CNAME" -> DnsRecord.alias(data, 30);
      case "NS" -> DnsRecord.server(data, 30);
      case "PTR" -> DnsRecord.pointer(data, 30);
      case "MX" -> DnsRecord.mail(Integer.parseInt(parts[0]), parts[1], 30);
      case "SRV" -> DnsRecord.service(Integer.parseInt(parts[2]), parts[3], 30);
      case "TXT" ->
          DnsRecord.texts(STRING.matcher(data).results().map(r -> r.group(1)).toList(), 30);
      case "CAA" -> DnsRecord.certification(parts[1], parts[2].replace("\"", ""), 30);
      case "SOA" -> DnsRecord.authority(parts[0], parts[1], Integer.parseInt(parts[2]), 30);
      case "TYPE65" -> DnsRecord.raw(65, HexFormat.of().parseHex(data), 30);
      default -> throw new AssertionError("no such type of records: " + type);
    };
  }
}
