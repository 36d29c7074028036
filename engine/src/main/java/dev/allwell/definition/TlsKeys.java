package dev.allwell.definition;

import dev.allwell.model.Secret;
import dev.allwell.model.TlsSettings;
import dev.allwell.model.TlsSettings.ClientCertificate;
import dev.allwell.pem.MalformedPem;
import dev.allwell.pem.Pem;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Reads the section `tls`: how hands are shaken. What is PEM is read to its end here, so that no
/// probe meets a certificate or a key that cannot be used.
public final class TlsKeys {
  /// Longest PEM under any key, in characters.
  static final int LONGEST_PEM = 64 * 1024;

  private TlsKeys() {}

  static TlsSettings read(Section tls, boolean verify) {
    Optional<String> ca = ca(tls, verify);
    Optional<ClientCertificate> client = client(tls);
    Optional<String> name = serverName(tls);
    return new TlsSettings(
        verify,
        tls.flag("resume", TlsSettings.DEFAULT.resume()),
        name.orElse(null),
        ca.orElse(null),
        client.orElse(null));
  }

  /// Those of a server of our own house: its certificate is always checked, and sessions are never
  /// taken up again.
  public static TlsSettings trusting(Section tls) {
    Optional<String> ca = ca(tls, true);
    Optional<ClientCertificate> client = client(tls);
    Optional<String> name = serverName(tls);
    return new TlsSettings(
        true,
        TlsSettings.DEFAULT.resume(),
        name.orElse(null),
        ca.orElse(null),
        client.orElse(null));
  }

  private static Optional<String> ca(Section tls, boolean verify) {
    Optional<String> ca = tls.textOrFile("ca", LONGEST_PEM);
    if (ca.isPresent() && !verify) {
      tls.refuse(tls.written("ca"), "is of no use where \"verify-tls\" is false");
      return Optional.empty();
    }
    ca.ifPresent(text -> certificates(tls, "ca", text));
    return ca;
  }

  private static Optional<ClientCertificate> client(Section tls) {
    Optional<String> chain = tls.textOrFile("certificate", LONGEST_PEM);
    Optional<Secret> key = tls.secret("key", LONGEST_PEM);
    boolean keyWritten = tls.has("key") || tls.has("key-file");
    boolean chainWritten = tls.has("certificate") || tls.has("certificate-file");
    if (keyWritten != chainWritten) {
      tls.refuse(
          keyWritten ? tls.written("key") : tls.written("certificate"),
          "expected both certificate and key, got one of them");
      return Optional.empty();
    }
    if (chain.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    List<X509Certificate> certificates = certificates(tls, "certificate", chain.get());
    Optional<PrivateKey> read = key(tls, key.get());
    if (certificates.isEmpty() || read.isEmpty()) {
      return Optional.empty();
    }
    if (!Pem.fit(certificates.getFirst(), read.get())) {
      tls.refuse(tls.written("key"), "is not the key of the first certificate");
      return Optional.empty();
    }
    return Optional.of(new ClientCertificate(chain.get(), key.get()));
  }

  private static List<X509Certificate> certificates(Section tls, String key, String text) {
    try {
      return Pem.certificates(text);
    } catch (MalformedPem e) {
      tls.refuse(tls.written(key), String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private static Optional<PrivateKey> key(Section tls, Secret secret) {
    try {
      return Optional.of(Pem.key(secret));
    } catch (MalformedPem e) {
      tls.refuse(tls.written("key"), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<String> serverName(Section tls) {
    return tls.text("server-name")
        .flatMap(text -> {
          try {
            String name = Host.domain(text);
            if (!Character.isDigit(name.charAt(name.length() - 1))) {
              return Optional.of(name);
            }
            tls.refuse("server-name", "expected a name, got " + Quoted.of(text));
          } catch (MalformedUrl e) {
            tls.refuse("server-name", String.valueOf(e.getMessage()));
          }
          return Optional.empty();
        });
  }
}
