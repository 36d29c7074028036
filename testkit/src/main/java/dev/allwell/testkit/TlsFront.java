package dev.allwell.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// How a target shakes hands: the certificate it shows, which may change while it runs, whether it
/// demands one of its clients, and a log of what they said. Sessions are resumed as the JDK's
/// server does.
public final class TlsFront {
  private final List<String> names = new CopyOnWriteArrayList<>();
  private final List<String> clients = new CopyOnWriteArrayList<>();
  private final List<Boolean> resumed = new CopyOnWriteArrayList<>();
  private final AtomicLong newest = new AtomicLong();
  private final List<String> protocols;
  private final @Nullable Authority clientsOfOrNull;
  private volatile SSLContext context;
  private volatile Certificate shown;

  private TlsFront(Certificate shown, @Nullable Authority clientsOfOrNull, List<String> protocols) {
    this.shown = shown;
    this.clientsOfOrNull = clientsOfOrNull;
    this.protocols = protocols;
    context = context();
  }

  private SSLContext context() {
    try {
      var made = SSLContext.getInstance("TLS");
      TrustManager[] trusted =
          clientsOfOrNull == null ? new TrustManager[0] : clientsOfOrNull.trustManagers();
      made.init(new KeyManager[] {new Shown()}, trusted, null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no server can show this certificate", e);
    }
  }

  public static TlsFront showing(Certificate certificate) {
    return new TlsFront(certificate, null, List.of("TLSv1.3", "TLSv1.2"));
  }

  /// One that refuses clients whom the authority did not sign.
  public static TlsFront demanding(Certificate certificate, Authority clientsOf) {
    return new TlsFront(certificate, clientsOf, List.of("TLSv1.3", "TLSv1.2"));
  }

  /// As it is, with another protocol alone, such as `TLSv1.2`.
  public TlsFront speaking(String protocol) {
    return new TlsFront(shown, clientsOfOrNull, List.of(protocol));
  }

  /// From the next full handshake on another certificate is shown.
  public void show(Certificate another) {
    shown = another;
  }

  /// Forgets all sessions, as a server does that is started anew.
  public void forget() {
    context = context();
  }

  /// The names that were asked for, a dash for none, one a handshake that was good.
  public List<String> names() {
    return List.copyOf(names);
  }

  /// The subjects of clients, one a handshake that was good.
  public List<String> clients() {
    return List.copyOf(clients);
  }

  /// Whether an earlier session was taken up, one a handshake that was good.
  public List<Boolean> resumed() {
    return List.copyOf(resumed);
  }

  /// A server on a free port of the loopback address; its sockets shake hands by themselves.
  ServerSocket listening() throws IOException {
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 64, InetAddress.getLoopbackAddress());
  }

  SSLSocket spoken(Socket socket) throws IOException {
    var tls =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(socket, "client", socket.getPort(), /* autoClose= */ true);
    tls.setUseClientMode(false);
    tls.setEnabledProtocols(protocols.toArray(new String[0]));
    tls.setNeedClientAuth(clientsOfOrNull != null);
    while (System.currentTimeMillis() <= newest.get()) {
      Thread.onSpinWait(); // so that what is as old as another session is that session
    }
    tls.startHandshake();
    log(tls);
    return tls;
  }

  private void log(SSLSocket tls) throws SSLPeerUnverifiedException {
    String name = "-";
    if (tls.getSession() instanceof ExtendedSSLSession session) {
      for (var asked : session.getRequestedServerNames()) {
        name = asked instanceof SNIHostName host ? host.getAsciiName() : name;
      }
    }
    long born = tls.getSession().getCreationTime();
    resumed.add(born <= newest.getAndAccumulate(born, Math::max));
    names.add(name);
    if (clientsOfOrNull != null) {
      clients.add(tls.getSession().getPeerPrincipal().getName());
    }
  }

  private final class Shown extends X509ExtendedKeyManager {
    private static final String ALIAS = "shown";

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return type.equals("EC") ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return type.equals("EC") ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return shown.path();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return shown.key();
    }

    @Override
    public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }
}
