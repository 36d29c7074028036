package dev.allwell.server.web.api;

import dev.allwell.definition.AckKeys;
import dev.allwell.definition.Durations;
import dev.allwell.definition.FileAccess;
import dev.allwell.definition.Problems;
import dev.allwell.definition.Section;
import dev.allwell.model.Ack;
import dev.allwell.server.web.PlainJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An ack that somebody wants: `{"message": "being rebuilt", "author": "ann", "expires": "2h"}`.
final class AckWish {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private AckWish() {}

  /// What the body of a request wants, or the answer to one that cannot be understood.
  ///
  /// @param now when it is said
  /// @param answer told what was wanted
  static Reply read(Asked asked, Instant now, Function<Ack, Reply> answer) {
    return switch (PlainJson.read(asked.body())) {
      case PlainJson.Reading.Unreadable unreadable ->
          Pointers.refusal(unreadable.problems(), Map.of());
      case PlainJson.Reading.Keys keys -> read(keys.keys(), asked.who(), now, answer);
    };
  }

  private static Reply read(
      Map<String, @Nullable Object> keys, String who, Instant now, Function<Ack, Reply> answer) {
    var problems = new Problems();
    var section = new Section("", keys, problems, FileAccess.NONE);
    var message = AckKeys.message(section, "message");
    if (!section.has("message") || (message.isEmpty() && problems.none())) {
      section.refuse("message", "missing: expected why the trouble is bearable");
    }
    var author = AckKeys.text(section, "author", Ack.LONGEST_AUTHOR).orElse(who);
    var expires = expires(section, now);
    section.refuseTheRest();
    return problems.none()
        ? answer.apply(new Ack(message, author, now, expires.orElse(null)))
        : Pointers.refusal(problems.all(), keys);
  }

  private static Optional<Instant> expires(Section section, Instant now) {
    var text = section.text("expires");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var at = at(text.get(), now);
    if (at.isEmpty() || !at.get().isAfter(now) || at.get().isAfter(now.plus(LONGEST))) {
      section.refuse(
          "expires",
          "expected a time to come, as \"2h\" or \"2026-03-05T18:00:00Z\", got "
              + Section.shown(text.get()));
    }
    return at;
  }

  private static Optional<Instant> at(String text, Instant now) {
    try {
      var lasting = Durations.read(text);
      return lasting.isPresent()
          ? lasting.filter(it -> it.compareTo(LONGEST) <= 0).map(now::plus)
          : Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
