package dev.allwell.egress;

import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/// The chain that a server showed in a handshake which may still fail: it is left with the
/// handshake's session, and taken from there when it ends. Any thread.
final class ShownChain {
  private static final String KEY = ShownChain.class.getName();

  private ShownChain() {}

  /// Before anybody has judged it.
  static void put(X509Certificate[] chain, SSLEngine engine) {
    SSLSession session = engine.getHandshakeSession();
    if (session != null) {
      session.putValue(KEY, chain.clone());
    }
  }

  /// What was put; empty when nothing was shown, or the provider keeps no session of a handshake
  /// that failed.
  static Optional<X509Certificate[]> take(SSLEngine engine) {
    SSLSession session = engine.getHandshakeSession();
    if (session == null) {
      session = engine.getSession();
    }
    if (session == null || !(session.getValue(KEY) instanceof X509Certificate[] chain)) {
      return Optional.empty();
    }
    session.removeValue(KEY);
    return Optional.of(chain);
  }
}
