package dev.allwell.server.config.yaml;

import dev.allwell.definition.Section;
import dev.allwell.definition.TlsKeys;
import dev.allwell.server.config.EtcdAddress;
import dev.allwell.server.config.EtcdSettings;
import dev.allwell.server.config.EtcdSettings.Login;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads where etcd is: `etcd`.
final class EtcdKeys {
  private final Section keys;

  private EtcdKeys(Section keys) {
    this.keys = keys;
  }

  static EtcdSettings read(Section top, EtcdSettings fallback) {
    return new EtcdKeys(top.section("etcd")).read(fallback);
  }

  private EtcdSettings read(EtcdSettings fallback) {
    keys.otherwise("endpoints", fallback.addresses().stream().map(EtcdAddress::toString).toList());
    keys.otherwise("prefix", fallback.prefix());
    fallback.router().ifPresent(there -> keys.otherwise("router", there));
    var addresses =
        keys.list(
            "endpoints", EtcdSettings.MOST_ADDRESSES, (place, value) -> address(place, value));
    var tls = keys.section("tls");
    var settings =
        new EtcdSettings(
            keys.has("endpoints") ? together(addresses) : fallback.addresses(),
            text("prefix", EtcdSettings::checkPrefix).orElse(fallback.prefix()),
            login(),
            TlsKeys.trusting(tls),
            text("router", EtcdSettings::checkRouter).orElse(fallback.routerOrNull()));
    tls.refuseTheRest();
    keys.refuseTheRest();
    return settings;
  }

  private Optional<EtcdAddress> address(String place, Object value) {
    return keys.text(place, value).flatMap(text -> parsed(place, text, EtcdAddress::parse));
  }

  private List<EtcdAddress> together(List<EtcdAddress> addresses) {
    try {
      return EtcdSettings.checkTogether(addresses);
    } catch (IllegalArgumentException e) {
      keys.refuse("endpoints", String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private @Nullable Login login() {
    var user = keys.text("username");
    var password = keys.secret("password");
    boolean passwordWritten = keys.has("password") || keys.has("password-file");
    if (keys.has("username") != passwordWritten) {
      keys.refuse(
          passwordWritten ? keys.written("password") : "username",
          "expected both username and password, got one of them");
    }
    if (user.isEmpty() || password.isEmpty()) {
      return null;
    }
    if (user.get().isEmpty() || password.get().reveal().isEmpty()) {
      keys.refuse(
          user.get().isEmpty() ? "username" : keys.written("password"),
          "expected at least one character");
      return null;
    }
    return new Login(user.get(), password.get());
  }

  private <T> Optional<T> text(String key, Function<String, T> parse) {
    return keys.text(key).flatMap(text -> parsed(key, text, parse));
  }

  private <T> Optional<T> parsed(String place, String text, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      keys.refuse(place, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
