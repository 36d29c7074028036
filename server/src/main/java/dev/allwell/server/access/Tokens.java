package dev.allwell.server.access;

import dev.allwell.server.access.Token.Origin;
import dev.allwell.server.access.TokenBook.Kept;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All tokens there are. Who shows one is known by a lookup that never blocks; what changes them
/// waits for the book. Any thread.
public final class Tokens {
  /// More than these are not made.
  public static final int MOST = 10_000;

  private static final Logger log = LoggerFactory.getLogger(Tokens.class);

  private final TokenBook book;
  private final InstantSource clock;
  private final Executor background;
  private final Map<String, Instant> used = new ConcurrentHashMap<>();

  /// One change after another, so that memory and book agree; who only shows a token never waits.
  private final ReentrantLock changing = new ReentrantLock();

  private volatile Known known = new Known(Map.of(), Map.of());

  private Tokens(TokenBook book, InstantSource clock, Executor background) {
    this.book = book;
    this.clock = clock;
    this.background = background;
  }

  /// Reads the book. Blocks.
  ///
  /// @param background where the hour of a token's use is written down
  public static Tokens load(TokenBook book, InstantSource clock, Executor background) {
    var tokens = new Tokens(book, clock, background);
    var kept = book.load();
    kept.forEach(each -> each.used().ifPresent(at -> tokens.used.put(each.token().name(), at)));
    tokens.known =
        new Known(
            kept.stream().map(Kept::token).collect(Collectors.toMap(Token::name, each -> each)),
            Map.of());
    return tokens;
  }

  /// A token and when it was used last, to the hour.
  public record Standing(Token token, @Nullable Instant usedOrNull, boolean expired) {
    public Optional<Instant> used() {
      return Optional.ofNullable(usedOrNull);
    }
  }

  /// A token that was made, with its text: nobody can tell it again.
  public record Made(Token token, String text) {}

  /// Why a token is not made or not revoked.
  public enum Refusal {
    NAME_TAKEN,
    TOO_MANY,
    NOT_FOUND,
    /// The configuration names it: it ends there.
    OF_THE_FILE
  }

  /// What became of a wish.
  public sealed interface Result<T> {
    record Done<T>(T value) implements Result<T> {}

    record Refused<T>(Refusal why) implements Result<T> {}
  }

  /// The token that is shown; empty when there is none of this text, or no more.
  public Optional<Token> shown(String text) {
    if (!TokenText.isOne(text)) {
      return Optional.empty();
    }
    var token = known.byHash.get(TokenText.hash(text));
    var now = clock.instant();
    if (token == null || token.isExpired(now)) {
      return Optional.empty();
    }
    note(token, now.truncatedTo(ChronoUnit.HOURS));
    return Optional.of(token);
  }

  /// Whether a caller is still who he was when he came: a token that he showed is neither revoked
  /// nor expired, nor has another taken its name. Never blocks.
  public boolean stillKnow(Caller caller) {
    return switch (caller) {
      case Caller.Local _, Caller.Stranger _ -> true;
      case Caller.Holder holder -> {
        var token = known.byHash.get(holder.token().hash());
        yield token != null
            && token.scope() == holder.token().scope()
            && !token.isExpired(clock.instant());
      }
    };
  }

  /// Makes a token. Blocks until it is durable.
  ///
  /// @param lifeOrNull how long it is good for; null for ever
  public Result<Made> make(String name, Scope scope, @Nullable Duration lifeOrNull) {
    changing.lock();
    try {
      if (known.named(name)) {
        return new Result.Refused<>(Refusal.NAME_TAKEN);
      }
      if (known.kept.size() >= MOST) {
        return new Result.Refused<>(Refusal.TOO_MANY);
      }
      var text = TokenText.fresh();
      var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      var end = lifeOrNull == null ? null : now.plus(lifeOrNull);
      var token = new Token(name, scope, TokenText.hash(text), Origin.API, now, end);
      used.remove(name); // a late use of one that had this name before
      keep(token);
      return new Result.Done<>(new Made(token, text));
    } finally {
      changing.unlock();
    }
  }

  /// Ends a token at once. Blocks until that is durable. The automatic one stays in the list as
  /// expired, so that no later start makes it anew.
  public Result<Token> revoke(String name) {
    changing.lock();
    try {
      if (known.configured.containsKey(name)) {
        return new Result.Refused<>(Refusal.OF_THE_FILE);
      }
      var token = known.kept.get(name);
      var now = clock.instant();
      if (token == null || (token.origin() == Origin.AUTOMATIC && token.isExpired(now))) {
        return new Result.Refused<>(Refusal.NOT_FOUND);
      }
      if (token.origin() == Origin.AUTOMATIC) {
        keep(token.endingAt(now));
      } else {
        book.remove(name);
        var left = new HashMap<>(known.kept);
        left.remove(name);
        used.remove(name);
        known = new Known(left, known.configured);
      }
      return new Result.Done<>(token);
    } finally {
      changing.unlock();
    }
  }

  /// Takes the tokens that the configuration names, in place of those it named before. One that was
  /// made under the same name is worth nothing meanwhile.
  ///
  /// @return what that changed, a line a token: `token ci: granted, scope write`
  public List<String> configure(List<ConfiguredToken> wanted) {
    changing.lock();
    try {
      var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      var configured = new HashMap<String, Token>();
      for (var each : wanted) {
        var before = known.configured.get(each.name());
        var since = before == null ? now : before.created();
        configured.put(
            each.name(),
            new Token(each.name(), each.scope(), each.hash(), Origin.FILE, since, null));
        if (known.kept.containsKey(each.name())) {
          log.warn("the token {} of the API is shadowed by the configuration's", each.name());
        }
      }
      var changes = changes(known.configured, configured);
      known = new Known(known.kept, configured);
      return changes;
    } finally {
      changing.unlock();
    }
  }

  private static List<String> changes(Map<String, Token> before, Map<String, Token> after) {
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), after.get(name)))
        .map(name -> "token " + name + ": " + change(before.get(name), after.get(name)))
        .toList();
  }

  private static String change(@Nullable Token before, @Nullable Token after) {
    if (after == null) {
      return "revoked";
    }
    return (before == null ? "granted" : "changed") + ", scope " + after.scope().code();
  }

  /// Sees to it that the owner's file holds a token that is good, unless it was revoked: made at
  /// the first start, made anew when the file is gone or holds another text. Blocks.
  ///
  /// @return whether one was made
  public boolean welcome(OwnerFile file) {
    changing.lock();
    try {
      var own = known.kept.get(Token.OWNERS);
      var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      boolean revoked = own != null && own.isExpired(now);
      boolean good =
          own != null
              && file.read().filter(text -> TokenText.hash(text).equals(own.hash())).isPresent();
      if (!revoked && !good) {
        var text = TokenText.fresh();
        file.write(text); // first: what the book knows and nobody has could never be used
        keep(
            new Token(
                Token.OWNERS, Scope.ADMIN, TokenText.hash(text), Origin.AUTOMATIC, now, null));
        log.info("made a token for the owner of the data folder: {}", Token.OWNERS);
      }
      return !revoked && !good;
    } finally {
      changing.unlock();
    }
  }

  /// All tokens by name.
  public List<Standing> list() {
    var now = clock.instant();
    return known
        .all()
        .map(token -> new Standing(token, used.get(token.name()), token.isExpired(now)))
        .toList();
  }

  /// Whether there is a good token that somebody gave to somebody.
  public boolean anyGiven() {
    var now = clock.instant();
    return known.all().anyMatch(token -> token.wasGiven() && !token.isExpired(now));
  }

  private void keep(Token token) {
    book.put(new Kept(token, used.get(token.name())));
    var more = new HashMap<>(known.kept);
    more.put(token.name(), token);
    known = new Known(more, known.configured);
  }

  private void note(Token token, Instant hour) {
    if (!hour.equals(used.put(token.name(), hour)) && token.origin() != Origin.FILE) {
      background.execute(() -> write(token, hour));
    }
  }

  private void write(Token token, Instant hour) {
    changing.lock();
    try {
      if (token.equals(known.kept.get(token.name()))) {
        book.put(new Kept(token, hour));
      }
    } catch (RuntimeException e) {
      log.warn("when the token {} was used could not be written down", token.name(), e);
    } finally {
      changing.unlock();
    }
  }

  /// What is known at one moment.
  private static final class Known {
    private final Map<String, Token> kept;
    private final Map<String, Token> configured;
    private final Map<String, Token> byHash;

    Known(Map<String, Token> kept, Map<String, Token> configured) {
      this.kept = Map.copyOf(kept);
      this.configured = Map.copyOf(configured);
      var found = new HashMap<String, Token>();
      all().forEach(token -> found.put(token.hash(), token));
      this.byHash = Map.copyOf(found);
    }

    boolean named(String name) {
      return name.equals(Token.OWNERS) || kept.containsKey(name) || configured.containsKey(name);
    }

    Stream<Token> all() {
      Set<String> shadowing = configured.keySet();
      return Stream.concat(
              kept.values().stream().filter(token -> !shadowing.contains(token.name())),
              configured.values().stream())
          .sorted(Comparator.comparing(Token::name));
    }
  }
}
