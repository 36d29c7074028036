package dev.allwell.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.server.access.AuditBook.Bounds;
import dev.allwell.server.access.AuditBook.Numbered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What every audit book must do.
public abstract class AuditBookContract {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123456789Z");

  /// A new, empty book.
  protected abstract AuditBook create(Bounds bounds) throws Exception;

  /// The same book after its program ended and began anew.
  protected abstract AuditBook reopen(AuditBook book) throws Exception;

  protected abstract void close() throws Exception;

  @AfterEach
  void shut() throws Exception {
    close();
  }

  private static AuditEntry entry(String what, int subject) {
    return new AuditEntry(
        T0.plusSeconds(subject), "token ci", "192.0.2.7", what, "s" + subject, "added");
  }

  private static List<String> subjects(List<Numbered> found) {
    return found.stream().map(each -> each.entry().subject()).toList();
  }

  @Test
  void theNewestComeFirstPageByPage() throws Exception {
    var book = create(Bounds.DEFAULT);
    book.append(IntStream.range(0, 5).mapToObj(i -> entry("register", i)).toList());
    book.append(List.of(entry("create-token", 5)));
    book.append(List.of());

    var first = book.newest(4, Long.MAX_VALUE);
    var second = book.newest(4, first.getLast().number());

    assertThat(subjects(first)).containsExactly("s5", "s4", "s3", "s2");
    assertThat(subjects(second)).containsExactly("s1", "s0");
    assertThat(first.getFirst().entry()).isEqualTo(entry("create-token", 5));
  }

  @Test
  void entriesAndNumbersOutlastTheProgram() throws Exception {
    var book = create(Bounds.DEFAULT);
    book.append(List.of(entry("reload", 1), entry("reload", 2)));
    var before = book.newest(9, Long.MAX_VALUE);

    book = reopen(book);
    book.append(List.of(entry("reload", 3)));

    var after = book.newest(9, Long.MAX_VALUE);
    assertThat(after.subList(1, 3)).isEqualTo(before);
    assertThat(after.getFirst().number()).isGreaterThan(before.getFirst().number());
  }

  @Test
  void aFloodOfRegistrationsPushesNothingElseOut() throws Exception {
    var book = create(new Bounds(20, 20, Duration.ofDays(1)));
    book.append(List.of(entry("create-token", 0)));
    for (int i = 1; i <= 300; i++) {
      book.append(List.of(entry("register", i)));
    }

    var left = book.newest(1000, Long.MAX_VALUE);

    assertThat(subjects(left)).startsWith("s300", "s299").contains("s0", "s281");
    assertThat(left).hasSizeBetween(21, 24);
  }

  @Test
  void theOldGoExceptTheNewest() throws Exception {
    var book = create(new Bounds(1000, 1000, Duration.ofHours(3)));
    book.append(List.of(entry("reload", 0), entry("register", 1)));
    book.append(List.of(entry("reload", 5 * 3600)));
    assertThat(subjects(book.newest(9, Long.MAX_VALUE))).containsExactly("s18000");
    book.append(List.of(entry("reload", 50 * 3600)));

    assertThat(subjects(book.newest(9, Long.MAX_VALUE))).containsExactly("s180000");
  }
}
