package dev.allwell.format;

import dev.allwell.model.BodyExpect;
import java.nio.charset.Charset;
import java.util.Optional;

/// What a body must hold, made ready to be held against many. The time it takes grows with the
/// body's length and no faster, whatever body and pattern are. Any thread.
public final class BodyRule {
  private final Optional<TextSearch> contains;
  private final Optional<LinearPattern> regex;
  private final Optional<JsonRule> json;

  /// @throws IllegalArgumentException for a pattern that is none
  public BodyRule(BodyExpect expect) {
    contains = expect.contains().map(TextSearch::new);
    regex = expect.regex().map(LinearPattern::compile);
    json = expect.json().isEmpty() ? Optional.empty() : Optional.of(new JsonRule(expect.json()));
  }

  /// The first expectation that is not met.
  ///
  /// @param length how many bytes of `body` count
  /// @param charset of the text; JSON is in UTF-8 whatever it is
  /// @param cut whether there was more: what is found in the beginning is found
  public Finding find(byte[] body, int length, Charset charset, boolean cut) {
    if (contains.isPresent() || regex.isPresent()) {
      var text = new String(body, 0, length, charset);
      if (contains.isPresent() && !contains.get().in(text)) {
        return cut
            ? Finding.cut("expect.body.contains is not met by what was kept of the body")
            : Finding.missed("the body does not contain what expect.body.contains says");
      }
      if (regex.isPresent() && !matches(regex.get(), text, cut)) {
        return cut
            ? Finding.cut("expect.body.regex is not met by what was kept of the body")
            : Finding.missed("nothing in the body matches expect.body.regex");
      }
    }
    return json.map(rule -> rule.find(body, length, cut)).orElse(Finding.MET);
  }

  /// Of a body that was cut, a match must not hang on the end of what is there.
  private static boolean matches(LinearPattern pattern, String text, boolean cut) {
    return pattern.find(text) && (!cut || pattern.find(text + '\0'));
  }
}
