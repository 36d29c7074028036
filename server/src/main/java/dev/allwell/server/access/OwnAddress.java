package dev.allwell.server.access;

import dev.allwell.model.DnsCheck;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Permit;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.TcpCheck;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The rule for who may register only himself: the address that is to be checked is the one that he
/// calls from, as a number.
///
/// A name would not do: what it resolves to when it is registered says nothing of what it resolves
/// to when it is checked.
public final class OwnAddress {
  private static final String WAY_OUT = ": scope register:any registers others too";
  private static final String NOT_REGISTERED =
      "was not made by /register: changing it needs a token of scope write";

  /// Tells no more than that the id is taken: whoever hears it may see nothing.
  private static final String FOREIGN =
      "is taken by a service that this token may not change:"
          + " it is at another address than the caller's, or was not made by /register";

  /// An address as everybody reads it: `127.1` and `010.0.0.1` are several to several readers.
  private static final Pattern NUMBER =
      Pattern.compile(
          "(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private final Predicate<InetAddress> ofThisMachine;

  /// @param ofThisMachine whether an address is one of this machine's interfaces
  public OwnAddress(Predicate<InetAddress> ofThisMachine) {
    this.ofThisMachine = ofThisMachine;
  }

  /// Why a caller may not register a host; empty when he may.
  ///
  /// @param host as in an `Endpoint`
  public Optional<String> refusal(Caller caller, String host) {
    if (caller.may(Scope.REGISTER_ANY)) {
      return Optional.empty();
    }
    if (caller instanceof Caller.Holder holder && holder.way() == Caller.Way.PROXIED) {
      return Optional.of(
          "the request came through a proxy, so that its own address is not known" + WAY_OUT);
    }
    return own(caller, host)
        ? Optional.empty()
        : Optional.of(
            "this token registers only the caller's own address, "
                + caller.peer().getHostAddress()
                + ", written as a number"
                + WAY_OUT);
  }

  /// Which services a caller of `/register` may state anew or remove: with the scope `write` any,
  /// else those that were made by `/register`, and of them, if he may register only himself, those
  /// at his own address.
  public Permit permit(Caller caller) {
    if (caller.may(Scope.WRITE)) {
      return Permit.ANY;
    }
    if (caller.may(Scope.REGISTER_ANY)) {
      return known -> unless(known.registered(), NOT_REGISTERED);
    }
    return known -> unless(known.registered() && at(caller, known), FOREIGN);
  }

  private boolean at(Caller caller, Registration known) {
    return refusal(caller, known.service().check().endpoint().host()).isEmpty();
  }

  private static Optional<String> unless(boolean allowed, String why) {
    return allowed ? Optional.empty() : Optional.of(why);
  }

  /// The same service, of which no redirect is followed: it could lead elsewhere.
  public static Service staying(Service service) {
    return switch (service.check()) {
      case HttpCheck http -> {
        var conduct = http.conduct();
        var staying =
            new HttpCheck.Conduct(0, conduct.keepAlive(), conduct.maxBody(), conduct.version());
        yield new Service(
            service.identity(),
            service.source(),
            http.with(staying),
            service.schedule(),
            service.rules(),
            service.labels());
      }
      case TcpCheck _ -> service;
      case DnsCheck _ -> service;
    };
  }

  private boolean own(Caller caller, String host) {
    if (caller.near() && host.toLowerCase(Locale.ROOT).equals("localhost")) {
      return true;
    }
    if (!NUMBER.matcher(host).matches()) {
      return false;
    }
    try {
      var address = InetAddress.ofLiteral(host);
      return caller.near()
          ? address.isLoopbackAddress() || ofThisMachine.test(address)
          : address.equals(caller.peer());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
