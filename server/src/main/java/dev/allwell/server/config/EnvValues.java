package dev.allwell.server.config;

import dev.allwell.model.Problem;
import dev.allwell.model.Schedule;
import dev.allwell.server.access.Trust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a `.env` file says, in the names of the uptime recorder. It is the lowest layer: flags come
/// first, then the configuration file, then this; null where it says nothing.
///
/// @param debugOrNull `DEBUG`: whether the log tells more
/// @param environmentOrNull `ENV`: what this installation is called, as `production`
/// @param serviceNameOrNull `SERVICE_NAME`: what this server is called
/// @param portOrNull `API_PORT`: where it listens, on the loopback address
/// @param domainOrNull `API_DOMAIN`: a further host name under which it is reached, lower case
/// @param ledgerOrNull `DB_FILE`: the ledger's file; the samples' lies beside it
/// @param intervalOrNull `RUNNER_SCRAPE_INTERVAL_SECONDS`: of services that name none
/// @param timeoutOrNull `RUNNER_HTTP_TIMEOUT_SECONDS`: of services that name none
public record EnvValues(
    @Nullable Boolean debugOrNull,
    @Nullable String environmentOrNull,
    @Nullable String serviceNameOrNull,
    @Nullable Integer portOrNull,
    @Nullable String domainOrNull,
    @Nullable Path ledgerOrNull,
    @Nullable Duration intervalOrNull,
    @Nullable Duration timeoutOrNull) {
  public static final EnvValues NONE =
      new EnvValues(null, null, null, null, null, null, null, null);

  /// The file that is read when none is named.
  public static final Path DEFAULT_FILE = Path.of(".env");

  private static final long LARGEST = 1 << 20;

  /// What became of a file.
  ///
  /// @param problems everything that is wrong with it, paths are `file:line`; with any, the values
  ///   are not to be used
  public record Read(EnvValues values, List<Problem> problems) {
    public Read {
      problems = List.copyOf(problems);
    }
  }

  /// Reads the file that was named. Blocks.
  ///
  /// @throws IOException when it cannot be read
  public static Read named(Path file) throws IOException {
    return read(file, true);
  }

  /// Reads the `.env` of a folder, where there is one. It may be another program's as well: lines
  /// that this one does not understand and names that it does not know are left alone. Blocks.
  ///
  /// @throws IOException when it is there and cannot be read
  public static Read in(Path folder) throws IOException {
    var file = folder.resolve(DEFAULT_FILE);
    return Files.isRegularFile(file) ? read(file, false) : new Read(NONE, List.of());
  }

  private static Read read(Path file, boolean named) throws IOException {
    if (Files.size(file) > LARGEST) {
      return new Read(NONE, List.of(new Problem(file + ":1", "is larger than 1 MiB")));
    }
    try {
      var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return parse(file.toString(), text, named);
    } catch (CharacterCodingException e) {
      var problem = new Problem(file + ":1", "is not UTF-8");
      return new Read(NONE, named ? List.of(problem) : List.of());
    }
  }

  /// @param file as it is called in problems
  /// @param named whether somebody named the file, so that all of it is meant for this program
  static Read parse(String file, String text, boolean named) {
    var content = EnvFile.read(file, text);
    var problems = new ArrayList<>(named ? content.problems() : List.<Problem>of());
    var names = new EnvNames(file, content.lines(), problems);
    var values =
        new EnvValues(
            names.flag("DEBUG"),
            names.text("ENV"),
            names.text("SERVICE_NAME"),
            names.whole("API_PORT", 0, 65_535).map(Math::toIntExact).orElse(null),
            names.domain("API_DOMAIN"),
            names.file("DB_FILE"),
            names.seconds(
                "RUNNER_SCRAPE_INTERVAL_SECONDS",
                Schedule.SHORTEST_INTERVAL,
                Schedule.LONGEST_INTERVAL),
            names.seconds(
                "RUNNER_HTTP_TIMEOUT_SECONDS", Duration.ofSeconds(1), Schedule.LONGEST_TIMEOUT));
    if (named) {
      names.suspectTheRest();
    }
    return new Read(values, problems);
  }

  /// Settings with what is said here in place of their own.
  public Settings over(Settings usual) {
    var storage = usual.storage();
    var trust = usual.trust();
    var hosts = new HashSet<>(trust.hosts());
    domain().ifPresent(hosts::add);
    return new Settings(
        portOrNull == null ? usual.listen() : new Address("127.0.0.1", portOrNull),
        ledger().map(file -> storage.with(file.toAbsolutePath())).orElse(storage),
        usual.concurrency(),
        usual.canaries(),
        new Trust(trust.loopback(), trust.anonymousRead(), hosts, trust.tokens()),
        new Rhythm(intervalOrNull, timeoutOrNull));
  }

  /// What holds where neither flags nor configuration say anything.
  public Config base() {
    return Config.of(over(Settings.byDefault()))
        .with(new Installation(serviceNameOrNull, environmentOrNull));
  }

  public boolean debug() {
    return Boolean.TRUE.equals(debugOrNull);
  }

  public Optional<String> environment() {
    return Optional.ofNullable(environmentOrNull);
  }

  public Optional<String> domain() {
    return Optional.ofNullable(domainOrNull);
  }

  public Optional<Path> ledger() {
    return Optional.ofNullable(ledgerOrNull);
  }
}
