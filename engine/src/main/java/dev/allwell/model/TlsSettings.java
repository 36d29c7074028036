package dev.allwell.model;

/// How hands are shaken where TLS is spoken; of no meaning elsewhere.
///
/// @param verify check the certificate chain and its names
public record TlsSettings(boolean verify) {
  public static final TlsSettings DEFAULT = new TlsSettings(true);
}
