package dev.allwell.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.allwell.engine.TurnedClock;
import dev.allwell.server.access.Token.Origin;
import dev.allwell.server.access.Tokens.Made;
import dev.allwell.server.access.Tokens.Refusal;
import dev.allwell.server.access.Tokens.Result;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private final MemoryTokenBook book = new MemoryTokenBook();
  private final TurnedClock clock = new TurnedClock();
  private Tokens tokens = reopened();

  private Tokens reopened() {
    return Tokens.load(book, clock, Runnable::run);
  }

  private Made make(String name, Scope scope, @Nullable Duration life) {
    if (tokens.make(name, scope, life) instanceof Result.Done<Made>(var made)) {
      return made;
    }
    throw new AssertionError("not made: " + name);
  }

  @Nested
  class One {
    @Test
    void isKnownByItsTextAndByNothingElse() {
      var made = make("ci", Scope.WRITE, null);

      assertThat(made.text()).matches("allwell_[A-Za-z0-9_-]{43}");
      assertThat(tokens.shown(made.text())).contains(made.token());
      assertThat(tokens.shown(made.text().substring(1))).isEmpty();
      assertThat(tokens.shown(made.text().toLowerCase(java.util.Locale.ROOT))).isEmpty();
      assertThat(tokens.shown(made.token().hash())).isEmpty();
      assertThat(tokens.shown("ci")).isEmpty();
      assertThat(tokens.shown("")).isEmpty();
    }

    @Test
    void isKeptWithoutItsText() {
      var made = make("ci", Scope.WRITE, null);

      assertThat(book.load().toString()).doesNotContain(made.text());
      assertThat(made.token().hash()).isEqualTo(TokenText.hash(made.text()));
    }

    @Test
    void outlastsTheProgram() {
      var made = make("ci", Scope.WRITE, null);

      tokens = reopened();

      assertThat(tokens.shown(made.text())).contains(made.token());
    }

    @Test
    void isStillKnownUntilItEndsAndAnotherOfItsNameIsNotIt() {
      var first = holder(make("ci", Scope.READ, null));
      assertThat(tokens.stillKnow(first)).isTrue();
      tokens.revoke("ci");
      var second = holder(make("ci", Scope.READ, Duration.ofHours(1)));

      assertThat(tokens.stillKnow(first)).isFalse();
      assertThat(tokens.stillKnow(second)).isTrue();
      clock.advance(Duration.ofHours(1));
      assertThat(tokens.stillKnow(second)).isFalse();
      assertThat(tokens.stillKnow(new Caller.Local(InetAddress.getLoopbackAddress()))).isTrue();
    }

    private static Caller.Holder holder(Made made) {
      return new Caller.Holder(InetAddress.getLoopbackAddress(), made.token(), Caller.Way.DIRECT);
    }

    @Test
    void isLikeNoOther() {
      assertThat(make("a", Scope.READ, null).text())
          .isNotEqualTo(make("b", Scope.READ, null).text());
    }

    @Test
    void isWorthNothingFromTheMomentItExpires() {
      var made = make("ci", Scope.READ, Duration.ofHours(1));
      clock.advance(Duration.ofHours(1).minusMillis(1));
      assertThat(tokens.shown(made.text())).isPresent();

      clock.advance(Duration.ofMillis(1));

      assertThat(tokens.shown(made.text())).isEmpty();
      assertThat(tokens.list()).singleElement().matches(Tokens.Standing::expired);
      assertThat(tokens.anyGiven()).isFalse();
    }

    @Test
    void isWorthNothingOnceItIsRevoked() {
      var made = make("ci", Scope.READ, null);

      assertThat(tokens.revoke("ci")).isInstanceOf(Result.Done.class);

      assertThat(tokens.shown(made.text())).isEmpty();
      assertThat(tokens.list()).isEmpty();
      assertThat(reopened().shown(made.text())).isEmpty();
      assertThat(tokens.revoke("ci")).isEqualTo(new Result.Refused<>(Refusal.NOT_FOUND));
    }

    @Test
    void tellsInWhichHourItWasUsed() {
      var made = make("ci", Scope.READ, null);
      assertThat(tokens.list().getFirst().used()).isEmpty();
      clock.advance(Duration.ofMinutes(90));

      tokens.shown(made.text());
      clock.advance(Duration.ofMinutes(10));
      tokens.shown(made.text());

      var hour = Instant.parse("2026-01-01T01:00:00Z");
      assertThat(tokens.list().getFirst().used()).contains(hour);
      assertThat(reopened().list().getFirst().used()).contains(hour);
    }

    @Test
    void thatWasRevokedIsNotBroughtBackByItsUse() {
      var late = new java.util.ArrayList<Runnable>();
      tokens = Tokens.load(book, clock, late::add);
      var made = make("ci", Scope.READ, null);
      tokens.shown(made.text());
      tokens.revoke("ci");

      late.forEach(Runnable::run);

      assertThat(late).isNotEmpty();
      assertThat(book.load()).isEmpty();
    }

    @Test
    void hasANameOfItsOwn() {
      make("ci", Scope.READ, null);

      assertThat(tokens.make("ci", Scope.READ, null))
          .isEqualTo(new Result.Refused<>(Refusal.NAME_TAKEN));
      assertThat(tokens.make(Token.OWNERS, Scope.READ, null))
          .isEqualTo(new Result.Refused<>(Refusal.NAME_TAKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "a/b", "é", "a\n"})
    void hasANameThatCanStandInAPath(String name) {
      assertThatIllegalArgumentException().isThrownBy(() -> tokens.make(name, Scope.READ, null));
    }
  }

  @Nested
  class OfTheConfiguration {
    private final String text = TokenText.fresh();
    private final ConfiguredToken prometheus =
        new ConfiguredToken("prometheus", Scope.READ, TokenText.hash(text) + "\n");

    @Test
    void isKnownAsLongAsItIsConfigured() {
      tokens.configure(List.of(prometheus));
      assertThat(tokens.shown(text)).map(Token::origin).contains(Origin.FILE);
      assertThat(tokens.anyGiven()).isTrue();
      assertThat(book.load()).as("what the file says is kept in the file").isEmpty();

      tokens.configure(List.of());

      assertThat(tokens.shown(text)).isEmpty();
      assertThat(tokens.anyGiven()).isFalse();
    }

    @Test
    void isToldOfWhenItComesAndChangesAndGoes() {
      var admin = new ConfiguredToken("prometheus", Scope.ADMIN, TokenText.hash(text));

      assertThat(tokens.configure(List.of(prometheus)))
          .containsExactly("token prometheus: granted, scope read");
      assertThat(tokens.configure(List.of(prometheus))).isEmpty();
      assertThat(tokens.configure(List.of(admin)))
          .containsExactly("token prometheus: changed, scope admin");
      assertThat(tokens.configure(List.of())).containsExactly("token prometheus: revoked");
    }

    @Test
    void isRevokedInTheFileAlone() {
      tokens.configure(List.of(prometheus));

      assertThat(tokens.revoke("prometheus")).isEqualTo(new Result.Refused<>(Refusal.OF_THE_FILE));
      assertThat(tokens.make("prometheus", Scope.READ, null))
          .isEqualTo(new Result.Refused<>(Refusal.NAME_TAKEN));
    }

    @Test
    void shadowsOneThatWasMade() {
      var made = make("prometheus", Scope.WRITE, null);
      tokens.configure(List.of(prometheus));

      assertThat(tokens.shown(made.text())).isEmpty();
      assertThat(tokens.list()).hasSize(1);

      tokens.configure(List.of());
      assertThat(tokens.shown(made.text())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "password", "sha256:00"})
    void needsAHash(String hash) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ConfiguredToken("a", Scope.READ, hash));
    }

    @Test
    void cannotBeAPasswordOfAPersonsOwnMaking() {
      tokens.configure(
          List.of(new ConfiguredToken("weak", Scope.ADMIN, TokenText.hash("hunter2"))));

      assertThat(tokens.shown("hunter2")).isEmpty();
    }
  }

  @Nested
  class TheOwners {
    private final MemoryOwnerFile file = new MemoryOwnerFile();

    @Test
    void isMadeAtTheFirstStartAndKeptAtTheNext() {
      tokens.welcome(file);
      var text = file.read().orElseThrow();
      assertThat(tokens.shown(text)).map(Token::scope).contains(Scope.ADMIN);

      tokens = reopened();
      tokens.welcome(file);

      assertThat(file.read()).contains(text);
      assertThat(tokens.shown(text)).isPresent();
    }

    @Test
    void doesNotCountAsGivenToAnybody() {
      tokens.welcome(file);

      assertThat(tokens.anyGiven()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rubbish", "allwell_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void isMadeAnewWhenTheFileHoldsAnother(String other) {
      tokens.welcome(file);
      var first = file.read().orElseThrow();
      file.write(other);

      tokens = reopened();
      tokens.welcome(file);

      assertThat(tokens.shown(first)).isEmpty();
      assertThat(tokens.shown(file.read().orElseThrow())).isPresent();
    }

    @Test
    void isMadeAnewWhenItsFileIsGone() {
      tokens.welcome(file);
      file.text = Optional.empty();

      tokens.welcome(file);

      assertThat(tokens.shown(file.read().orElseThrow())).isPresent();
    }

    @Test
    void neverComesBackOnceItWasRevoked() {
      tokens.welcome(file);
      var text = file.read().orElseThrow();
      assertThat(tokens.revoke(Token.OWNERS)).isInstanceOf(Result.Done.class);
      file.text = Optional.empty();

      tokens = reopened();
      tokens.welcome(file);

      assertThat(tokens.shown(text)).isEmpty();
      assertThat(file.read()).isEmpty();
      assertThat(tokens.revoke(Token.OWNERS)).isEqualTo(new Result.Refused<>(Refusal.NOT_FOUND));
    }

    @Test
    void isInTheFileBeforeAnybodyCountsOnIt() {
      var full = new MemoryOwnerFile();
      full.broken = true;

      assertThatIllegalArgumentException().isThrownBy(() -> tokens.welcome(full));

      assertThat(book.load()).isEmpty();
    }
  }

  /// A file in memory.
  private static final class MemoryOwnerFile implements OwnerFile {
    private Optional<String> text = Optional.empty();
    private boolean broken;

    @Override
    public Optional<String> read() {
      return text;
    }

    @Override
    public void write(String wanted) {
      if (broken) {
        throw new IllegalArgumentException("no space");
      }
      text = Optional.of(wanted);
    }
  }
}
