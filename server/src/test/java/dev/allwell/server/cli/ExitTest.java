package dev.allwell.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExitTest {
  @Test
  void theHelpSaysWhatEachCodeMeans() {
    var usage = Main.commandLine().getUsageMessage();

    Exit.meanings()
        .forEach((code, meaning) ->
            assertThat(usage.replaceAll("\\s+", " ")).contains(" " + code + " " + meaning));
  }

  @Test
  void theScriptSaysTheSame() throws Exception {
    var script = Files.readString(Path.of("..", "allwell"));
    var codes = script.substring(script.indexOf("Exit codes:"));

    var told =
        Pattern.compile("(?m)^  (\\d+) +(.*)$")
            .matcher(codes)
            .results()
            .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
    assertThat(told.keySet()).isEqualTo(Exit.meanings().keySet());
    Exit.meanings()
        .forEach((code, meaning) -> assertThat(told.get(code)).as(code).startsWith(meaning));
  }
}
