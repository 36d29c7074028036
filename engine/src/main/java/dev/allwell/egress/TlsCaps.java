package dev.allwell.egress;

/// The most that a server may show in a handshake.
///
/// @param chain certificates; more than ten are refused in any case, by either provider
/// @param bytes on the wire, from it to us, until the handshake is done; a record counts as 512 at
///   least
public record TlsCaps(int chain, int bytes) {
  public static final TlsCaps DEFAULT = new TlsCaps(10, 128 * 1024);
}
