package dev.allwell.server.etcd;

import java.util.Locale;
import java.util.Optional;

/// What a key under the prefix is about.
sealed interface Key {
  /// One of a service's own.
  record OfService(String service, ServiceField field) implements Key {}

  /// One of a category's.
  record OfCategory(String category, CategoryField field) implements Key {}

  /// The acknowledgement of the whole.
  record OfTheWhole() implements Key {}

  /// What is said of a service, a key each.
  enum ServiceField {
    PATH,
    URL,
    CATEGORIES,
    ACK;

    private final String code = name().toLowerCase(Locale.ROOT);

    /// As it ends the key.
    String code() {
      return code;
    }

    static Optional<ServiceField> of(String code) {
      for (var field : values()) {
        if (field.code.equals(code)) {
          return Optional.of(field);
        }
      }
      return Optional.empty();
    }
  }

  /// What is said of a category, a key each.
  enum CategoryField {
    PERIOD_SECONDS,
    IS_RESILIENT,
    STICKY,
    ENABLED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /// As it ends the key.
    String code() {
      return code;
    }

    static Optional<CategoryField> of(String code) {
      for (var field : values()) {
        if (field.code.equals(code)) {
          return Optional.of(field);
        }
      }
      return Optional.empty();
    }
  }
}
