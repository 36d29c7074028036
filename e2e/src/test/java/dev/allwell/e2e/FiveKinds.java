package dev.allwell.e2e;

import dev.allwell.testkit.Authority;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import dev.allwell.testkit.TlsFront;
import dev.allwell.testkit.TlsTarget;
import dev.allwell.testkit.fleet.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Five targets of different kinds, all of them well, and the configuration that watches them.
final class FiveKinds implements AutoCloseable {
  static final List<String> NAMES = List.of("web", "secure", "port", "handshake", "names");

  private final Authority authority = new Authority();
  private final Fleet web = Fleet.of(1);
  private final SickTarget secure =
      SickTarget.playingOverTls(authority.forLoopback(), Sickness.healthy(200, "UP"));
  private final SickTarget port = SickTarget.playing(wire -> wire.write("220 mail.test\r\n"));
  private final TlsTarget handshake = new TlsTarget(TlsFront.showing(authority.forLoopback()));
  private final DnsServer names =
      new DnsServer().with("shop.test", DnsRecord.address("192.0.2.10", 60));

  /// The list `services`; the authority lies in a folder as `ca.pem`.
  String services(Path folder) throws IOException {
    Files.writeString(folder.resolve("ca.pem"), authority.pem());
    return """
    services:
      - {name: web, url: "%s"}
      - name: secure
        url: https://127.0.0.1:%d/
        tls: {ca-file: ca.pem}
        expect: {body: {contains: UP}}
      - {name: port, url: "tcp://127.0.0.1:%d", tcp: {expect: "^220 "}}
      - {name: handshake, url: "tls://127.0.0.1:%d", tls: {ca-file: ca.pem}}
      - {name: names, url: "dns://127.0.0.1:%d/shop.test", dns: {answers: [192.0.2.10]}}
    """
        .formatted(web.url(0), secure.port(), port.port(), handshake.port(), names.port());
  }

  @Override
  public void close() {
    web.close();
    secure.close();
    port.close();
    handshake.close();
    names.close();
  }
}
