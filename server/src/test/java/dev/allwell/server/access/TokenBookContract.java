package dev.allwell.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.server.access.Token.Origin;
import dev.allwell.server.access.TokenBook.Kept;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every book of tokens must do.
public abstract class TokenBookContract {
  static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123456789Z");
  private TokenBook book = new MemoryTokenBook();

  /// A new, empty book.
  protected abstract TokenBook create() throws Exception;

  /// The same book after its program ended and began anew.
  protected abstract TokenBook reopen(TokenBook book) throws Exception;

  protected abstract void close() throws Exception;

  @BeforeEach
  void open() throws Exception {
    book = create();
  }

  @AfterEach
  void shut() throws Exception {
    close();
  }

  static Kept kept(String name, Scope scope, @Nullable Instant used) {
    var token = new Token(name, scope, TokenText.hash(name), Origin.API, T0, null);
    return new Kept(token, used);
  }

  @Test
  void aNewBookIsEmpty() {
    assertThat(book.load()).isEmpty();
  }

  @Test
  void everyScopeAndOriginComesBackAsItWas() throws Exception {
    var time = T0;
    for (var scope : Scope.values()) {
      for (var origin : Origin.values()) {
        var name = scope.name() + "." + origin.name();
        time = time.plusNanos(1);
        var token = new Token(name, scope, TokenText.hash(name), origin, T0, time);
        book.put(new Kept(token, time.plusSeconds(1)));
      }
    }
    book.put(kept("for-ever", Scope.READ, null));
    var before = book.load();

    book = reopen(book);

    assertThat(before).hasSize(Scope.values().length * Origin.values().length + 1);
    assertThat(book.load()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(book.load()).contains(kept("for-ever", Scope.READ, null));
  }

  @Test
  void theSameNameAgainTakesThePlaceOfTheFirst() throws Exception {
    book.put(kept("a", Scope.READ, null));
    book.put(kept("a", Scope.WRITE, T0));

    book = reopen(book);

    assertThat(book.load()).containsExactly(kept("a", Scope.WRITE, T0));
  }

  @Test
  void whatIsRemovedDoesNotComeBack() throws Exception {
    book.put(kept("a", Scope.READ, null));
    book.put(kept("b", Scope.READ, null));
    book.remove("a");
    book.remove("never-there");

    book = reopen(book);

    assertThat(book.load()).containsExactly(kept("b", Scope.READ, null));
  }
}
