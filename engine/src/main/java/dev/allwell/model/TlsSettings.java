package dev.allwell.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How hands are shaken where TLS is spoken; of no meaning elsewhere.
///
/// @param verify check the certificate chain and its names
/// @param resume take up an earlier session where the server lets us: cheaper, and its certificate
///   is not shown again
/// @param serverNameOrNull the name that is asked for (SNI) and verified in place of the host
/// @param caOrNull PEM of the authorities that are trusted instead of the JDK's
/// @param clientOrNull what we show when the server asks who we are
public record TlsSettings(
    boolean verify,
    boolean resume,
    @Nullable String serverNameOrNull,
    @Nullable String caOrNull,
    @Nullable ClientCertificate clientOrNull) {
  public static final TlsSettings DEFAULT = new TlsSettings(true);

  public TlsSettings(boolean verify) {
    this(verify, false, null, null, null);
  }

  public Optional<String> serverName() {
    return Optional.ofNullable(serverNameOrNull);
  }

  public Optional<String> ca() {
    return Optional.ofNullable(caOrNull);
  }

  public Optional<ClientCertificate> client() {
    return Optional.ofNullable(clientOrNull);
  }

  /// The same for a host that the definition did not name, as behind a redirect: without the name
  /// that stands for another, and without showing it who we are.
  public TlsSettings elsewhere() {
    return serverNameOrNull == null && clientOrNull == null
        ? this
        : new TlsSettings(verify, resume, null, caOrNull, null);
  }

  /// A client's certificate with its key.
  ///
  /// @param chain PEM, our own certificate first
  /// @param key PEM, PKCS#8, not encrypted
  public record ClientCertificate(String chain, Secret key) {}
}
