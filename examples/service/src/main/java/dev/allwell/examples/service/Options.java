package dev.allwell.examples.service;

import java.net.URI;
import java.util.OptionalLong;

/// How an example was asked to run.
///
/// @param port where to listen on loopback; 0 takes a free one
/// @param server the Allwell server to register at
/// @param exitWith the process to end together with, if any
record Options(int port, URI server, OptionalLong exitWith) {
  static final String USAGE =
      """
      options:
        --port N           where to listen on 127.0.0.1; 0 takes a free port; default %d
        --server URL       the Allwell server to register at; default http://127.0.0.1:4000
        --exit-with PID    end as soon as that process has ended
        --help             this page\
      """;

  /// `words` as typed by a person, on top of `usualPort`.
  ///
  /// @throws IllegalArgumentException naming the word that is wrong
  static Options parse(int usualPort, String... words) {
    Options options =
        new Options(usualPort, URI.create("http://127.0.0.1:4000"), OptionalLong.empty());
    for (int i = 0; i < words.length; i += 2) {
      if (i + 1 == words.length) {
        throw new IllegalArgumentException(words[i] + ": expected an option and its value");
      }
      options = options.with(words[i], words[i + 1]);
    }
    return options;
  }

  private Options with(String name, String value) {
    return switch (name) {
      case "--port" -> new Options((int) number(name, value, 65_535), server, exitWith);
      case "--server" -> new Options(port, http(name, value), exitWith);
      case "--exit-with" ->
          new Options(port, server, OptionalLong.of(number(name, value, Long.MAX_VALUE)));
      default -> throw new IllegalArgumentException(name + ": no such option");
    };
  }

  private static long number(String name, String value, long most) {
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + ": " + value + " is not a number", e);
    }
    throw new IllegalArgumentException(name + ": " + value + ", expected 0 to " + most);
  }

  private static URI http(String name, String value) {
    URI uri = URI.create(value);
    if (uri.getHost() == null || !"http".equals(uri.getScheme())) {
      throw new IllegalArgumentException(name + ": " + value + ", expected http://host:port");
    }
    return uri;
  }
}
