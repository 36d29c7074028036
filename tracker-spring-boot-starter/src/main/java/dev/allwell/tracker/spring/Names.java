package dev.allwell.tracker.spring;

import java.util.Locale;
import org.springframework.core.env.Environment;

/// What an application is called at Allwell.
final class Names {
  private static final int LONGEST = 128;

  private Names() {}

  /// The id that was set, or one made of the application's name: lower case, each run of other
  /// characters than letters and digits turned into one `-`. `application` where it has no name.
  static String id(TrackerProperties properties, Environment environment) {
    return properties
        .registration()
        .id()
        .orElseGet(() -> of(environment.getProperty("spring.application.name", "")));
  }

  private static String of(String applicationName) {
    var plain =
        applicationName
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    var id = plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
    return id.isEmpty() ? "application" : id;
  }
}
