package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Given;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the native API leaves in the audit log: each change once, and nothing else.
class AuditedTest {
  private static final String SERVICES = "/api/v1/services";
  private static final String WHO = "token ADMIN ";

  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private final ApiRig api = ApiRig.over(board);

  @AfterEach
  void stop() throws Exception {
    api.close();
    board.close();
  }

  /// What is noted reaches the book in its order, so that the mark is the last.
  private List<String> audited() throws Exception {
    api.post("/api/v1/tokens", "{\"name\":\"mark\",\"scope\":\"read\"}");
    var all = api.audited();
    assertThat(all.getLast()).startsWith(WHO + "create-token mark");
    return all.subList(0, all.size() - 1);
  }

  private static String statement(String id) {
    return ApiRig.statement(id, "tcp://127.0.0.1:1", Map.of());
  }

  @Test
  void eachChangeOfAServiceIsThere() throws Exception {
    api.post(SERVICES, statement("a"));
    api.put(SERVICES + "/a", ApiRig.statement("a", "tcp://127.0.0.1:2", Map.of()));
    api.patch(SERVICES + "/a", "{\"interval\":\"1m\"}");
    api.post(SERVICES + "/a/pause", "");
    api.post(SERVICES + "/a/resume", "");
    api.delete(SERVICES + "/a");

    assertThat(audited())
        .containsExactly(
            WHO + "state-service a: added",
            WHO + "state-service a: changed",
            WHO + "state-service a: changed",
            WHO + "pause-service a: changed",
            WHO + "resume-service a: changed",
            WHO + "remove-service a: removed");
  }

  @Test
  void whatChangedNothingIsNot() throws Exception {
    api.add(Given.service("known"));
    api.put(SERVICES + "/fresh", statement("fresh"));

    api.put(SERVICES + "/fresh", statement("fresh"));
    api.post(SERVICES, statement("fresh"));
    api.post(SERVICES + "/known/resume", "");
    api.post(SERVICES + "/known/check", "");
    api.delete(SERVICES + "/nobody");
    api.get(SERVICES);
    api.post("/api/v1/bulk", "{\"services\":[" + statement("fresh") + "]}");
    api.post(SERVICES, statement("b"), api.reader);

    assertThat(audited()).containsExactly(WHO + "state-service fresh: added");
  }

  @Test
  void aBulkCallIsOneEntryThatNamesTheFirstOfThem() throws Exception {
    var many =
        IntStream.range(0, 8).mapToObj(i -> statement("s" + i)).collect(Collectors.joining(","));
    api.post("/api/v1/bulk", "{\"services\":[" + many + "]}");

    assertThat(audited())
        .containsExactly(
            WHO + "state-services s0, s1, s2, s3, s4 and 3 more: 8 added, 0 changed, 0 unchanged");
  }
}
