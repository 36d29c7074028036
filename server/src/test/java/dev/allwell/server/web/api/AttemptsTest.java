package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Given;
import dev.allwell.model.Service;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private final Attempts attempts = new Attempts(board.registry());
  private final List<Optional<Service>> seen = new ArrayList<>();

  @AfterEach
  void stop() {
    board.close();
  }

  @Test
  void whoIsNeverAloneIsRefusedInTheEnd() {
    var answer =
        attempts.at(
            "a",
            known -> {
              seen.add(known);
              board.add(List.of(Given.inGroups("a", "g" + seen.size())));
              return Reply.problem(409, "overtaken");
            });

    assertThat(answer.status()).isEqualTo(409);
    assertThat(seen).hasSize(Attempts.MOST).doesNotHaveDuplicates();
  }

  @Test
  void aRefusalOfWhatNobodyTouchedStands() {
    board.add(List.of(Given.service("a")));

    for (int status : new int[] {404, 409}) {
      seen.clear();
      var answer = attempts.at("a", known -> refuse(known, status));
      assertThat(answer.status()).isEqualTo(status);
      assertThat(seen).containsExactly(Optional.of(Given.service("a")));
    }
  }

  private Reply refuse(Optional<Service> known, int status) {
    seen.add(known);
    return Reply.problem(status, "no");
  }

  @Test
  void whatWasDoneIsNotDoneAgain() {
    var answer =
        attempts.at(
            "a",
            known -> {
              seen.add(known);
              board.add(List.of(Given.service("a")));
              return Reply.NO_CONTENT;
            });

    assertThat(answer.status()).isEqualTo(204);
    assertThat(seen).containsExactly(Optional.empty());
  }
}
