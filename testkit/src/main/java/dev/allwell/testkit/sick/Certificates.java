package dev.allwell.testkit.sick;

import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Certificate;
import dev.allwell.testkit.Sickness;
import java.util.List;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;

/// Certificates that are not to be trusted, or too many.
final class Certificates {
  static final String HOSTILE = "\u001b[31mevil\u202e\u200b";

  private Certificates() {}

  static List<Behaviour> rows() {
    var rows = new Rows(Aim.HTTPS);
    shown(rows, "an expired certificate", Authority::expired);
    shown(rows, "a certificate that begins tomorrow", Authority::notYetValid);
    shown(rows, "a certificate of another name", a -> a.forName("other.test"));
    shown(rows, "a certificate that only itself signed", _ -> Authority.selfSigned());
    shown(rows, "a certificate of an unknown issuer", _ -> new Authority().forLoopback());
    shown(
        rows,
        "a certificate with terminal escapes in its names",
        a -> a.of(new X500Principal("CN=\"" + HOSTILE + "\""), "evil.test"));
    rows.row(
            "shows a chain of 11 certificates",
            stand(a -> a.behind(10, 0)),
            "tls-failed",
            new Control.Lifted(Cap.CHAIN))
        .row(
            "shows 200 KiB of certificates",
            stand(a -> a.behind(4, 40 * 1024)),
            "tls-failed",
            new Control.Lifted(Cap.HANDSHAKE));
    return rows.list();
  }

  private static void shown(Rows rows, String what, Function<Authority, Certificate> certificate) {
    rows.row(
        "shows " + what,
        stand(certificate),
        "tls-certificate",
        new Control.Lifted(Cap.VERIFICATION));
  }

  private static Stand stand(Function<Authority, Certificate> certificate) {
    return new Stand.Secured(certificate, List.of(), Sickness.healthy(200, Rows.DOCUMENT));
  }
}
