package dev.allwell.egress;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// A trust manager that says in our words what it refuses, and leaves what it saw with the
/// handshake. Any thread.
final class Watching extends X509ExtendedTrustManager {
  private final @Nullable X509ExtendedTrustManager judgeOrNull;
  private final int longestChain;
  private final Proven proven;

  /// @param judgeOrNull decides over chain, dates and name; null when all are taken
  /// @param proven what it said yes to
  Watching(@Nullable X509ExtendedTrustManager judgeOrNull, int longestChain, Proven proven) {
    this.proven = proven;
    this.judgeOrNull = judgeOrNull;
    this.longestChain = longestChain;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String method, SSLEngine engine)
      throws CertificateException {
    ShownChain.put(chain, engine);
    if (chain.length > longestChain) {
      throw new Refused(Fault.tooLong(chain.length, longestChain), chain, protocol(engine), null);
    }
    if (judgeOrNull == null) {
      return;
    }
    String mark = Proven.mark(chain, String.valueOf(engine.getPeerHost()));
    if (proven.holds(mark)) {
      return;
    }
    try {
      judgeOrNull.checkServerTrusted(chain, method, engine);
      proven.add(mark, chain);
    } catch (CertificateException e) {
      throw new Refused(Fault.words(chain, e), chain, protocol(engine), e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String method, Socket socket)
      throws CertificateException {
    throw clientsAlone();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String method)
      throws CertificateException {
    throw clientsAlone();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String method, Socket socket)
      throws CertificateException {
    throw clientsAlone();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String method, SSLEngine engine)
      throws CertificateException {
    throw clientsAlone();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String method)
      throws CertificateException {
    throw clientsAlone();
  }

  /// None: they are asked for to be told to clients.
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private static String protocol(SSLEngine engine) {
    SSLSession session = engine.getHandshakeSession();
    String protocol = session == null ? null : session.getProtocol();
    return protocol == null || !protocol.startsWith("TLS") ? "" : protocol;
  }

  private static CertificateException clientsAlone() {
    return new CertificateException("we are a client, by an engine");
  }
}
