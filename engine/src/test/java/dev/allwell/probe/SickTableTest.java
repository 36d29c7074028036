package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Reason;
import dev.allwell.testkit.sick.Behaviour;
import dev.allwell.testkit.sick.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The table that readers see is the catalogue that tests play.
class SickTableTest {
  private static final Path PAGE = Path.of("../docs/sick-targets.md");
  private static final String BEGIN = "<!-- rows: kept by SickTableTest -->\n";

  @Test
  void thePageShowsEachRow() throws IOException {
    String page = Files.readString(PAGE);
    String shown = page.substring(page.indexOf(BEGIN) + BEGIN.length());
    Path expected = Path.of("target", "sick-targets.md");
    Files.writeString(expected, page.substring(0, page.length() - shown.length()) + table());
    assertThat(shown).as("as it should be: engine/" + expected).isEqualTo(table());
  }

  @Test
  void eachReasonIsOne() {
    assertThat(Catalogue.rows())
        .extracting(Behaviour::reason)
        .isSubsetOf(Arrays.stream(Reason.values()).map(Reason::code).toList());
  }

  private static String table() {
    return Catalogue.chapters().stream()
        .map(chapter ->
            "\n## "
                + chapter.name()
                + "\n\n| a target that | met with | gives | what bounds it |\n|---|---|---|---|\n"
                + chapter.rows().stream().map(SickTableTest::line).collect(Collectors.joining()))
        .collect(Collectors.joining());
  }

  private static String line(Behaviour row) {
    return "| %s | %s | `%s` | %s |\n"
        .formatted(
            row.name().replace("<", "\\<").replace("_", "\\_"),
            row.aim().words(),
            row.reason(),
            row.bound());
  }
}
