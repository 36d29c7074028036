package dev.allwell.testkit.sick;

import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Certificate;
import dev.allwell.testkit.Sickness;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;

/// Certificates that are not to be trusted, or too many.
final class Certificates {
  static final String HOSTILE = "\u001b[31mevil\u202e\u200b";

  /// As much of it as a name in a certificate can hold, which is ASCII.
  private static final String NAME = "\u001b[31mevil.test";

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
        a -> a.of(hostile(), "evil.test"));
    rows.row(
        "shows terminal escapes in the subject of a good certificate",
        stand(a -> a.forLoopback(hostile())),
        "ok",
        new Control.Cleaned(HOSTILE));
    rows.row(
            "shows terminal escapes in the names of a certificate",
            stand(a -> a.forRawName(NAME)),
            "tls-certificate",
            new Control.Cleaned(NAME))
        .row(
            "shows terminal escapes in the issuer of a certificate",
            stand(_ -> new Authority(hostile()).forLoopback()),
            "tls-certificate",
            new Control.Cleaned(HOSTILE));
    rows.row(
            "shows 11 certificates",
            stand(a -> a.behind(10, 0)),
            "tls-certificate",
            new Control.Twin("10 certificates are looked at", stand(a -> a.behind(9, 0))))
        .row(
            "shows 200 KiB of certificates",
            stand(a -> a.behind(4, 40 * 1024)),
            "tls-failed",
            new Control.Twin(
                "100 KiB of certificates, by BoringSSL", stand(a -> a.behind(4, 16 * 1024))));
    var all = new ArrayList<>(rows.list());
    all.addAll(
        new Rows(Aim.TLS)
            .row(
                "shows 11 certificates to who verifies none",
                stand(a -> a.behind(10, 0)),
                "tls-certificate",
                new Control.Lifted(Cap.CHAIN))
            .list());
    return all;
  }

  /// CN=…, in DER: as text it would lose its escape.
  private static X500Principal hostile() {
    byte[] name = HOSTILE.getBytes(StandardCharsets.UTF_8);
    int length = name.length;
    return new X500Principal(
        ByteBuffer.allocate(length + 13)
            .put(new byte[] {0x30, (byte) (length + 11), 0x31, (byte) (length + 9)})
            .put(new byte[] {0x30, (byte) (length + 7), 6, 3, 0x55, 4, 3, 0x0c, (byte) length})
            .put(name)
            .array());
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
