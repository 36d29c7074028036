package dev.allwell.server.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// A name that requests may call the server by.
public final class HostName {
  private static final Pattern FORM = Pattern.compile("[a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}]");

  private HostName() {}

  /// In lower case.
  ///
  /// @throws IllegalArgumentException when it is none
  public static String parse(String text) {
    var name = text.toLowerCase(Locale.ROOT);
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a host name without a port, as watch.example.org");
    }
    return name;
  }
}
