package dev.allwell.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.definition.Defaults;
import dev.allwell.model.Problem;
import dev.allwell.model.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvValuesTest {
  @TempDir Path folder = Path.of("");

  private static EnvValues good(String text) {
    var read = EnvValues.parse("x.env", text, true);
    assertThat(read.problems()).isEmpty();
    return read.values();
  }

  private static List<String> problems(String text) {
    return EnvValues.parse("x.env", text, true).problems().stream().map(Problem::toString).toList();
  }

  @Test
  void everyNameOfTheRecorderIsUnderstood() {
    assertThat(
            good(
                """
                # the recorder's
                DEBUG=true
                ENV=development
                SERVICE_NAME="the recorder"

                API_PORT=9999
                export API_DOMAIN=http://Status.Example/
                DB_FILE='data/my db.db'
                RUNNER_SCRAPE_INTERVAL_SECONDS = 15   # often enough
                RUNNER_HTTP_TIMEOUT_SECONDS=7
                """))
        .isEqualTo(
            new EnvValues(
                true,
                "development",
                "the recorder",
                9999,
                "status.example",
                Path.of("data/my db.db"),
                Duration.ofSeconds(15),
                Duration.ofSeconds(7)));
  }

  @Test
  void nothingSaidIsNothingMeant() {
    assertThat(good("")).isEqualTo(EnvValues.NONE);
    assertThat(good("API_PORT=\nENV=''\n# DEBUG=true")).isEqualTo(EnvValues.NONE);
    assertThat(EnvValues.NONE.over(Settings.byDefault())).isEqualTo(Settings.byDefault());
  }

  @Test
  void whatIsSaidStandsInPlaceOfWhatIsUsual() {
    var settings =
        good("""
        API_PORT=9999
        API_DOMAIN=status.example
        DB_FILE=a.db
        RUNNER_SCRAPE_INTERVAL_SECONDS=60
        """)
            .over(Settings.byDefault());
    assertThat(settings.listen()).isEqualTo(new Address("127.0.0.1", 9999));
    assertThat(settings.trust().hosts()).containsExactly("status.example");
    assertThat(settings.storage().ledger()).contains(Path.of("a.db").toAbsolutePath());
    var schedule = settings.rhythm().over(Defaults.CONFIG).schedule();
    assertThat(schedule.interval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(schedule.timeout()).isEqualTo(Schedule.DEFAULT.timeout());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a b | a b",
        "a#b # c | a#b",
        "'a # b' | a # b",
        "\"a \\\"b\\\" \\\\ \\$c\" # d | a \"b\" \\ $c",
        "'a\\nb' | a\\nb",
        "${HOME} | ${HOME}",
        "\"${HOME}\" | ${HOME}",
        "a=b | a=b",
        "# all of it | ~~"
      })
  void aValueIsWhatItSays(String written, String meant) {
    assertThat(good("ENV=" + written).environment().orElse("")).isEqualTo(meant);
    assertThat(good("\uFEFFENV=" + written + "\r\nDEBUG=1\r\n").environment().orElse(""))
        .isEqualTo(meant);
  }

  @Test
  void aQuotedValueMayGoOverSeveralLines() {
    var read = EnvValues.parse("x.env", "KEY=\"a\nb\nAPI_PORT=1\"\nAPI_PORT=x\nENV='a\nb'", true);
    assertThat(read.problems()).extracting(Problem::path).containsExactly("x.env:4");
    assertThat(read.values().environment()).contains("a\nb");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "API_PORT=x | x.env:1: API_PORT: expected a whole number from 0 to 65535, got \"x\"",
        "API_PORT=65536 | x.env:1: API_PORT: expected a whole number from 0 to 65535, got \"65536\"",
        "API_PORT=-1 | x.env:1: API_PORT: expected a whole number from 0 to 65535, got \"-1\"",
        "DEBUG=yes | x.env:1: DEBUG: expected true or false, got \"yes\"",
        "DB_FILE=/ | x.env:1: DB_FILE: expected a file's path, got \"/\"",
        "API_DOMAIN=a b | x.env:1: API_DOMAIN: expected a host name, got \"a b\"",
        "RUNNER_SCRAPE_INTERVAL_SECONDS=0 | x.env:1: RUNNER_SCRAPE_INTERVAL_SECONDS: expected a"
            + " whole number from 1 to 2592000, got \"0\"",
        "RUNNER_HTTP_TIMEOUT_SECONDS=301 | x.env:1: RUNNER_HTTP_TIMEOUT_SECONDS: expected a whole"
            + " number from 1 to 300, got \"301\"",
        "RUNNER_HTTP_TIMEOUT_SECONDS=5s | x.env:1: RUNNER_HTTP_TIMEOUT_SECONDS: expected a whole"
            + " number from 1 to 300, got \"5s\"",
        "API_PORTS=1 | x.env:1: API_PORTS: unknown name, did you mean API_PORT?",
        "debug=1 | x.env:1: debug: unknown name, did you mean DEBUG?",
        "API_PORT | x.env:1: expected NAME=value",
        "API PORT=1 | x.env:1: \"API PORT\" is not a name",
        "ENV='a | x.env:1: the quotation mark is never closed",
        "ENV='a' b | x.env:1: something follows the closing quotation mark"
      })
  void eachMistakeIsNamed(String text, String problem) {
    assertThat(problems(text)).containsExactly(problem);
  }

  @Test
  void allMistakesAreToldTogetherInTheOrderOfTheirLines() {
    assertThat(problems("x\nRUNNER_HTTP_TIMEOUT_SECOND=1\nAPI_PORT=x\n\nDEBUG=0\nDEBUG=1\nENV=\"a"))
        .containsExactly(
            "x.env:1: expected NAME=value",
            "x.env:2: RUNNER_HTTP_TIMEOUT_SECOND: unknown name, did you mean"
                + " RUNNER_HTTP_TIMEOUT_SECONDS?",
            "x.env:3: API_PORT: expected a whole number from 0 to 65535, got \"x\"",
            "x.env:6: DEBUG: is there twice, first in line 5",
            "x.env:7: the quotation mark is never closed");
  }

  @Test
  void namesOfOthersAreTheirs() {
    assertThat(problems("POSTGRES_PASSWORD=x\nPATH=/bin\nENVY=1\nAPI_TOKEN=2")).isEmpty();
  }

  @Test
  void theFileOfTheWorkingFolderMayBeAnothersAsWell() throws IOException {
    assertThat(EnvValues.in(folder)).isEqualTo(new EnvValues.Read(EnvValues.NONE, List.of()));
    Files.writeString(folder.resolve(".env"), "what is this\nAPI_PORTS=1\nAPI_PORT=4711\n");
    var read = EnvValues.in(folder);
    assertThat(read.problems()).isEmpty();
    assertThat(read.values().portOrNull()).isEqualTo(4711);
    Files.writeString(folder.resolve(".env"), "API_PORT=much\n");
    assertThat(EnvValues.in(folder).problems())
        .extracting(Problem::path)
        .containsExactly(folder.resolve(".env") + ":1");
    Files.write(folder.resolve(".env"), new byte[] {(byte) 0xff, '=', '1'});
    assertThat(EnvValues.in(folder).problems()).isEmpty();
  }

  @Test
  void aFileThatIsNamedMustBeReadable() throws IOException {
    var file = folder.resolve("my.env");
    assertThatThrownBy(() -> EnvValues.named(file)).isInstanceOf(NoSuchFileException.class);
    Files.writeString(file, "API_PORT=1");
    assertThat(EnvValues.named(file).values().portOrNull()).isEqualTo(1);
    Files.write(file, new byte[] {(byte) 0xff});
    assertThat(EnvValues.named(file).problems())
        .containsExactly(new Problem(file + ":1", "is not UTF-8"));
    Files.writeString(file, "#".repeat((1 << 20) + 1));
    assertThat(EnvValues.named(file).problems())
        .containsExactly(new Problem(file + ":1", "is larger than 1 MiB"));
  }
}
