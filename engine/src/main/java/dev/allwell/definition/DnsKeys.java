package dev.allwell.definition;

import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.DnsCheck.Expect;
import dev.allwell.model.DnsCheck.Question;
import dev.allwell.model.DnsCheck.Transport;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Rcodes;
import dev.allwell.model.Route;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads the section `dns` and makes the check of a dns url.
final class DnsKeys {
  static final int TLS_PORT = 853; // RFC 7858 §3.1: nothing in the clear is spoken there

  private static final Shape WORD_OR_NUMBER =
      new Shape.Either(List.of(Shape.TEXT, new Shape.Whole(0, 65_535)));

  private final Shared<Expect> expects = new Shared<>(List.of(Expect.ANY_RECORD));

  /// What the section says; the transport is empty when it is left to the port.
  record Read(DnsCheck.Type type, boolean recursion, Optional<Transport> transport, Expect expect) {
    /// Whether hands are shaken on the way to a url.
    boolean tls(Url url) {
      return transport(url) == Transport.TLS;
    }

    private Transport transport(Url url) {
      boolean tlsPort = url.endpoint().port() == TLS_PORT;
      return transport.orElse(tlsPort ? Transport.TLS : Transport.AUTO);
    }
  }

  Read read(Section dns) {
    DnsCheck.Type type = type(dns);
    Optional<Transport> transport =
        dns.has("transport")
            ? Optional.of(
                dns.choice(
                    "transport",
                    Transport.AUTO,
                    Transport.values(),
                    t -> t.name().toLowerCase(Locale.ROOT)))
            : Optional.empty();
    return new Read(type, dns.flag("recursion", true), transport, expects.one(expect(dns, type)));
  }

  static Optional<Check> check(Section top, Url url, Read read, Route route) {
    if (url.path().length() <= 1 || !url.query().isEmpty()) {
      top.refuse("url", "expected dns://server/name, such as \"dns://192.0.2.53/shop.test\"");
      return Optional.empty();
    }
    Transport transport = read.transport(url);
    Endpoint server =
        transport == Transport.TLS && !url.portGiven()
            ? new Endpoint(url.endpoint().host(), TLS_PORT)
            : url.endpoint();
    try {
      String name = name(url.decodedPath().substring(1), read.type());
      var question = new Question(name, read.type(), read.recursion());
      return Optional.of(new DnsCheck(server, question, transport, read.expect(), route));
    } catch (MalformedUrl e) {
      top.refuse("url", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static String name(String text, DnsCheck.Type type) throws MalformedUrl {
    if (text.equals(".")) {
      return text; // the root
    }
    if (text.indexOf(':') < 0 && !type.equals(DnsCheck.Type.PTR)) {
      return Host.domain(text);
    }
    Optional<String> reverse = DnsRecords.reverse(text);
    if (reverse.isEmpty()) {
      return Host.domain(text);
    }
    if (!type.equals(DnsCheck.Type.PTR)) {
      throw new MalformedUrl("an address has a name by the type PTR alone, not by " + type);
    }
    return reverse.get();
  }

  private static DnsCheck.Type type(Section dns) {
    dns.otherwise("type", DnsCheck.Type.A.toString());
    Optional<Object> value = dns.value("type", WORD_OR_NUMBER);
    Optional<DnsCheck.Type> type =
        value.flatMap(given ->
            given instanceof String text
                ? DnsCheck.Type.of(text)
                : Section.whole(given).stream().boxed().findFirst().flatMap(DnsCheck.Type::of));
    if (value.isPresent() && type.isEmpty()) {
      String words =
          DnsCheck.Type.named().stream()
              .map(DnsCheck.Type::toString)
              .collect(Collectors.joining(", "));
      dns.refuse(
          "type",
          "expected one of %s, or a number such as 65 or \"TYPE65\" of a type that records have,"
                  .formatted(words)
              + " got "
              + Quoted.of(value.get()));
    }
    return type.orElse(DnsCheck.Type.A);
  }

  private static Expect expect(Section dns, DnsCheck.Type type) {
    int rcode = rcode(dns);
    List<String> answers =
        dns.list(
            "answers",
            Expect.MOST_RECORDS,
            (place, value) ->
                dns.text(place, value).flatMap(text -> answer(dns, place, type, text)));
    List<String> authority =
        dns.list(
            "authority",
            Expect.MOST_RECORDS,
            (place, value) -> dns.text(place, value).flatMap(text -> authority(dns, place, text)));
    if (rcode != 0 && !answers.isEmpty()) {
      dns.refuse("answers", "expected none: only an answer of the rcode NOERROR has any");
      return new Expect(rcode, List.of(), authority);
    }
    return new Expect(rcode, answers, authority);
  }

  private static Optional<String> answer(
      Section dns, String place, DnsCheck.Type type, String text) {
    try {
      return Optional.of(DnsRecords.canonical(type, text));
    } catch (MalformedUrl e) {
      dns.refuse(place, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<String> authority(Section dns, String place, String text) {
    String[] parts = text.strip().split("\\s+", 2);
    Optional<DnsCheck.Type> type = DnsCheck.Type.of(parts[0]);
    if (type.isEmpty()) {
      dns.refuse(
          place, "expected a type and its record, such as \"NS ns.test\", got " + Quoted.of(text));
      return Optional.empty();
    }
    return parts.length == 1
        ? type.map(DnsCheck.Type::toString)
        : answer(dns, place, type.get(), parts[1]).map(record -> type.get() + " " + record);
  }

  private static int rcode(Section dns) {
    dns.otherwise("rcode", Rcodes.words().getFirst());
    Optional<Object> value = dns.value("rcode", WORD_OR_NUMBER);
    if (value.isEmpty()) {
      return 0;
    }
    if (value.get() instanceof String text) {
      var rcode = Rcodes.number(text);
      if (rcode.isPresent()) {
        return rcode.getAsInt();
      }
    }
    var number = Section.whole(value.get());
    if (number.isPresent() && number.getAsInt() >= 0 && number.getAsInt() <= Rcodes.MOST) {
      return number.getAsInt();
    }
    dns.refuse(
        "rcode",
        "expected one of %s, or a number from 0 to 15, got %s"
            .formatted(String.join(", ", Rcodes.words()), Quoted.of(value.get())));
    return 0;
  }
}
