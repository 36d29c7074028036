package dev.allwell.server.config;

import dev.allwell.definition.Section;
import dev.allwell.model.Secret;
import dev.allwell.model.TlsSettings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where etcd is, and what of it is meant for this server.
///
/// @param addresses of the members of one cluster, all with TLS or all without; none when nothing
///   is read from etcd
/// @param prefix of all keys that are read, `/ft`; begins with `/` and does not end with it
/// @param loginOrNull who we say we are; null for nobody
/// @param tls how hands are shaken where TLS is spoken
/// @param routerOrNull the origin, `http://router:8080`, through which services are reached that
///   name no url; null when there is none
public record EtcdSettings(
    List<EtcdAddress> addresses,
    String prefix,
    @Nullable Login loginOrNull,
    TlsSettings tls,
    @Nullable String routerOrNull) {
  public static final String USUAL_PREFIX = "/ft";

  /// Nothing is read from etcd.
  public static final EtcdSettings OFF =
      new EtcdSettings(List.of(), USUAL_PREFIX, null, TlsSettings.DEFAULT, null);

  public static final int MOST_ADDRESSES = 16;
  private static final Pattern PREFIX = Pattern.compile("(?:/[!-.0-~]{1,64}){1,8}/?");
  private static final Pattern ROUTER =
      Pattern.compile(
          "(?:(https?)://)?((?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?)/?");

  public EtcdSettings {
    addresses = List.copyOf(addresses);
  }

  /// A user of etcd.
  public record Login(String user, Secret password) {}

  /// Reads a prefix; a slash at its end is dropped.
  ///
  /// @throws IllegalArgumentException saying what was expected
  public static String checkPrefix(String text) {
    if (!PREFIX.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected the beginning of keys, such as \"/ft\": parts of printable ASCII with \"/\" in"
              + " front of each, got "
              + Section.shown(text));
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /// Reads the address of a router, `http://router:8080` or `router:8080`.
  ///
  /// @throws IllegalArgumentException saying what was expected
  public static String checkRouter(String text) {
    var parts = ROUTER.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected the address of a router, as in http://127.0.0.1:8080, got "
              + Section.shown(text));
    }
    return (parts.group(1) == null ? "http" : parts.group(1)) + "://" + parts.group(2);
  }

  /// Addresses that fit together.
  ///
  /// @throws IllegalArgumentException saying why they do not
  public static List<EtcdAddress> checkTogether(List<EtcdAddress> addresses) {
    if (addresses.stream().map(EtcdAddress::secure).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "expected members of one cluster, all with https or all without");
    }
    return addresses;
  }

  /// Whether anything is read from etcd.
  public boolean used() {
    return !addresses.isEmpty();
  }

  public Optional<Login> login() {
    return Optional.ofNullable(loginOrNull);
  }

  public Optional<String> router() {
    return Optional.ofNullable(routerOrNull);
  }

  /// The same, read from elsewhere.
  public EtcdSettings at(List<EtcdAddress> others) {
    return new EtcdSettings(others, prefix, loginOrNull, tls, routerOrNull);
  }

  /// The same, of other keys.
  public EtcdSettings under(String other) {
    return new EtcdSettings(addresses, other, loginOrNull, tls, routerOrNull);
  }

  /// The same with another router.
  public EtcdSettings through(String other) {
    return new EtcdSettings(addresses, prefix, loginOrNull, tls, other);
  }
}
