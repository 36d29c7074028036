package dev.allwell.definition;

import dev.allwell.model.HttpAuth;
import dev.allwell.model.Secret;
import java.util.Map;
import java.util.Optional;

/// Reads the key `http.auth`: `{basic: {username, password}}` or `{bearer: …}`, each secret under
/// its own key or in the file that `…-file` names. No message shows any of it.
final class AuthKeys {
  private AuthKeys() {}

  static HttpAuth read(Section http) {
    if (!http.has("auth")) {
      return HttpAuth.NONE;
    }
    if (!isMap(http, "auth")) {
      http.refuse("auth", "expected {basic: …} or {bearer: …}");
      return HttpAuth.NONE;
    }
    Section auth = http.section("auth");
    boolean basic = auth.has("basic");
    Optional<Secret> bearer = auth.secret("bearer");
    HttpAuth read = HttpAuth.NONE;
    if (basic && bearer.isPresent()) {
      http.refuse("auth", "expected one of basic and bearer, got both");
    } else if (basic) {
      read = basic(auth);
    } else if (bearer.isPresent()) {
      read = bearer(auth, bearer.get());
    } else if (!auth.has("bearer") && !auth.has("bearer-file")) {
      http.refuse("auth", "expected basic or bearer");
    }
    auth.refuseTheRest();
    return read;
  }

  private static HttpAuth basic(Section auth) {
    if (!isMap(auth, "basic")) {
      auth.refuse("basic", "expected {username: …, password: …}");
      return HttpAuth.NONE;
    }
    Section basic = auth.section("basic");
    Optional<String> username = basic.text("username");
    Optional<Secret> password = basic.secret("password");
    if (!basic.has("username")) {
      basic.refuse("username", "missing");
    }
    if (!basic.has("password") && !basic.has("password-file")) {
      basic.refuse("password", "missing");
    }
    basic.refuseTheRest();
    if (username.isEmpty() || password.isEmpty()) {
      return HttpAuth.NONE;
    }
    if (username.get().indexOf(':') >= 0 || controls(username.get())) {
      basic.refuse("username", "expected no colon and no control characters (RFC 7617)");
      return HttpAuth.NONE;
    }
    if (controls(password.get().reveal())) {
      basic.refuse("password", "expected no control characters (RFC 7617)");
      return HttpAuth.NONE;
    }
    return new HttpAuth.Basic(username.get(), password.get());
  }

  private static HttpAuth bearer(Section auth, Secret token) {
    String text = token.reveal();
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      auth.refuse("bearer", "expected a token of visible ASCII characters");
      return HttpAuth.NONE;
    }
    return new HttpAuth.Bearer(token);
  }

  /// Asked first, since a section that is none is shown in the message.
  private static boolean isMap(Section section, String key) {
    return section.value(key).filter(Map.class::isInstance).isPresent();
  }

  private static boolean controls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
