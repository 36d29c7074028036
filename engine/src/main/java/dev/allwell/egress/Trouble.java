package dev.allwell.egress;

import dev.allwell.model.Reason;
import io.netty.channel.ChannelException;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// What an exception of the network layer means. Pure.
///
/// The kernel's own words are looked at where Java has no class for an errno. They come within
/// words of the layers above it, each with its own address and number, which nobody is shown.
///
/// @param reason never `OK`
/// @param detail one line for a person
public record Trouble(Reason reason, String detail) {
  private static final int DEEPEST = 10;
  private static final Pattern CALLED =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: ");
  private static final Pattern ADDRESSED = Pattern.compile(": \\S*/\\S+:\\d+$");

  /// Trouble while a name was resolved.
  static Trouble resolving(String host, Throwable thrown) {
    if (ours(thrown).isPresent()) {
      return ours(thrown).get();
    }
    for (Throwable at : chain(thrown)) {
      if (at instanceof DnsNameResolverTimeoutException) {
        return new Trouble(Reason.DNS_FAILED, "no name server answered for " + host);
      }
      if (at instanceof DnsErrorCauseException said) {
        return said.getCode().equals(DnsResponseCode.NXDOMAIN)
            ? new Trouble(Reason.DNS_NOT_FOUND, host + " does not exist")
            : new Trouble(Reason.DNS_FAILED, said.getCode() + " for " + host);
      }
      if (at instanceof IOException && !(at instanceof UnknownHostException)) {
        return new Trouble(Reason.DNS_FAILED, plain(words(at)));
      }
    }
    return new Trouble(Reason.DNS_NOT_FOUND, host + " has no address");
  }

  /// Trouble while a connection was opened.
  static Trouble connecting(Throwable thrown) {
    if (ours(thrown).isPresent()) {
      return ours(thrown).get();
    }
    String words = words(thrown);
    String lower = words.toLowerCase(Locale.ROOT);
    if (lower.contains("timed out")) {
      return new Trouble(Reason.TIMEOUT_CONNECT, "connection timed out");
    }
    if (thrown instanceof NoRouteToHostException || isUnreachable(lower)) {
      return new Trouble(Reason.CONNECT_UNREACHABLE, plain(words));
    }
    if (lower.contains("connection reset")) {
      return new Trouble(Reason.RESET, "connection reset");
    }
    return thrown instanceof ConnectException && lower.contains("refused")
        ? new Trouble(Reason.CONNECT_REFUSED, "connection refused")
        : new Trouble(Reason.CONNECT_FAILED, plain(words));
  }

  /// The same with the address that was called, which a name may have several of; trouble of our
  /// own is that of all of them.
  Trouble at(InetSocketAddress address) {
    return reason.ours()
        ? this
        : new Trouble(reason, detail + ": " + NetUtil.toSocketAddressString(address));
  }

  /// Trouble on a connection that stood; empty when the exception is no trouble of the network, and
  /// so a bug.
  public static Optional<Trouble> talking(Throwable thrown) {
    Optional<Trouble> ours = ours(thrown);
    if (ours.isPresent()) {
      return ours;
    }
    for (Throwable at : chain(thrown)) {
      if (at instanceof CertificateException || at instanceof CertPathValidatorException) {
        return Optional.of(new Trouble(Reason.TLS_CERTIFICATE, words(at)));
      }
    }
    for (Throwable at : chain(thrown)) {
      if (at instanceof NotSslRecordException) { // its own words are what came
        return Optional.of(new Trouble(Reason.TLS_FAILED, "what came is no record of TLS"));
      }
      if (at instanceof SSLException) {
        return Optional.of(new Trouble(Reason.TLS_FAILED, words(at)));
      }
      if (at instanceof PortUnreachableException) {
        return Optional.of(new Trouble(Reason.CONNECT_REFUSED, "nobody listens there"));
      }
      if (at instanceof IOException) {
        return Optional.of(broken(words(at)));
      }
    }
    return Optional.empty();
  }

  private static Trouble broken(String words) {
    String lower = words.toLowerCase(Locale.ROOT);
    if (lower.contains("timed out")) {
      return new Trouble(Reason.TIMEOUT_TRANSFER, "connection timed out");
    }
    if (isUnreachable(lower) || lower.contains("no route")) {
      return new Trouble(Reason.CONNECT_UNREACHABLE, plain(words));
    }
    // Linux says EPIPE when the peer's FIN came before its RST, ECONNRESET otherwise
    return lower.contains("reset")
        ? new Trouble(Reason.RESET, "the connection was reset")
        : new Trouble(Reason.CLOSED_EARLY, plain(words));
  }

  /// Linux says EACCES when a firewall at an IPv6 target prohibits it, and when our own routes do.
  private static boolean isUnreachable(String lower) {
    return lower.contains("unreachable") || lower.contains("permission denied");
  }

  private static Optional<Trouble> ours(Throwable thrown) {
    for (Throwable at : chain(thrown)) {
      String words = words(at);
      if (words.contains("Too many open files")) {
        return Optional.of(new Trouble(Reason.NO_DESCRIPTORS, plain(words)));
      }
      if (words.contains("Cannot assign requested address")
          || words.contains("Address not available")) {
        return Optional.of(new Trouble(Reason.NO_PORTS, plain(words)));
      }
      if (words.contains("Network is down") // our interface
          || words.contains("Operation not permitted")) { // our packet filter
        return Optional.of(new Trouble(Reason.NO_ROUTE, plain(words)));
      }
      if (!(at instanceof IOException || at instanceof ChannelException)) {
        break;
      }
    }
    return Optional.empty();
  }

  private static List<Throwable> chain(Throwable thrown) {
    var chain = new ArrayList<Throwable>(2);
    for (Throwable at = thrown; at != null && chain.size() < DEEPEST; at = at.getCause()) {
      chain.add(at);
    }
    return chain;
  }

  /// Words of the kernel without those around them: `finishConnect(..) failed with error(-113): No
  /// route to host: /192.0.2.7:80` is `no route to host`.
  private static String plain(String words) {
    String within = CALLED.matcher(words).replaceFirst("");
    String bare = ADDRESSED.matcher(within).replaceFirst("");
    boolean capital = bare.length() > 1 && Character.isLowerCase(bare.charAt(1));
    return capital ? Character.toLowerCase(bare.charAt(0)) + bare.substring(1) : bare;
  }

  private static String words(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }
}
