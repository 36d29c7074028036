package dev.allwell.server.cli;

import dev.allwell.server.config.Address;
import dev.allwell.server.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which running server a command means, and the token that it shows there: the one given, else the
/// variable's, else the one that lies in the data folder.
///
/// The folder's opens everything, so it is shown to a server on this machine alone; whoever speaks
/// to another says with which token.
final class Remote {
  static final String VARIABLE = "ALLWELL_TOKEN";

  private final Predicate<String> here;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "url",
      defaultValue = "http://" + Address.DEFAULT,
      description = "Where the server listens. Default: ${DEFAULT-VALUE}")
  private URI url;

  @Option(
      names = "--token",
      paramLabel = "token",
      description =
          "What says that you may. Default: the variable "
              + VARIABLE
              + ", else, for a server on this machine, admin-token in the data folder, else none")
  private @Nullable String token;

  @Option(
      names = "--data",
      paramLabel = "dir",
      defaultValue = Settings.DEFAULT_DATA,
      description =
          "The server's data folder, in which a token is looked for. Default: ./${DEFAULT-VALUE}")
  private Path data;

  Remote() {
    this(Remote::isHere);
  }

  /// @param here whether a host is this machine for sure
  Remote(Predicate<String> here) {
    this.here = here;
  }

  URI url() {
    return url;
  }

  /// What speaks to it. Warns when a token would go over a network for everybody to read.
  ///
  /// @throws ParameterException when the url is none
  ApiClient client() {
    boolean plain = "http".equals(url.getScheme());
    if (url.getHost() == null || !(plain || "https".equals(url.getScheme()))) {
      throw new ParameterException(
          spec.commandLine(), "--url: \"" + url + "\" is not a url like http://127.0.0.1:4000");
    }
    var named = named(token, System.getenv(VARIABLE));
    if (here.test(url.getHost())) {
      var file = data.resolve("admin-token");
      return new ApiClient(
          url,
          named.or(() -> read(file)),
          "no token was given, and "
              + file
              + " cannot be read: name one with --token, or with --data"
              + " the folder that the server works in");
    }
    if (plain && named.isPresent()) {
      spec.commandLine()
          .getErr()
          .printf(
              "allwell: the token goes to %s unencrypted: whoever is on the way can read it; https"
                  + " needs a proxy in front of the server%n",
              url.getHost());
    }
    return new ApiClient(
        url,
        named,
        "the data folder's token is shown to servers on this machine alone: name one for "
            + url.getHost()
            + " with --token or the variable "
            + VARIABLE);
  }

  /// The token that somebody chose.
  static Optional<String> named(@Nullable String givenOrNull, @Nullable String variableOrNull) {
    return Optional.ofNullable(givenOrNull)
        .or(() -> Optional.ofNullable(variableOrNull).filter(text -> !text.isBlank()))
        .map(String::strip);
  }

  /// A loopback address, or a name that leads to such addresses and no others.
  static boolean isHere(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false; // who speaks to it says so
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty(); // the server says when one is needed
    }
  }
}
