package dev.allwell.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Given;
import dev.allwell.model.Labels;
import dev.allwell.model.Service;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static Service with(String id, Map<String, String> attributes) {
    var plain = Given.service(id);
    return new Service(
        plain.identity(),
        plain.source(),
        plain.check(),
        plain.schedule(),
        plain.rules(),
        new Labels(List.of(), List.of(), attributes));
  }

  private static List<String> lines(BoardRig rig, List<String> labels) {
    var lines = new ArrayList<String>();
    for (var family : new PrometheusText(rig.board(), labels).families(Exposition.Format.TEXT)) {
      family.get().forEachRemaining(text -> lines.addAll(text.lines().toList()));
    }
    return lines;
  }

  @Test
  void theAttributesThatWereNamedAreLabels() {
    try (var rig = new BoardRig(InstantSource.system())) {
      var one = with("a", Map.of("team", "\"x\"", "site", "eu"));
      rig.add(List.of(one, with("b", Map.of("site", "us"))));
      assertThat(lines(rig, List.of("team", "zone")))
          .contains(
              "health_check_checks_total{service=\"a\",team=\"\\\"x\\\"\"} 0",
              "health_check_checks_total{service=\"b\"} 0");
      assertThat(lines(rig, List.of())).contains("health_check_checks_total{service=\"a\"} 0");
    }
  }
}
