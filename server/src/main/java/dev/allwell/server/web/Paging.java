package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which page of a list is wanted, as `?page=1&limit=50` says it.
///
/// @param page from 1
/// @param limit items of a page, from 1
record Paging(long page, int limit) {
  private static final int LIMIT = 50;
  private static final int MOST_PAGES = 1_000_000_000;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

  /// Items before the page.
  long skip() {
    return (page - 1) * limit;
  }

  /// What was asked for: empty for everything.
  ///
  /// @param most items of a page
  /// @throws Malformed when it is not a page
  static Optional<Paging> asked(@Nullable String pageOrNull, @Nullable String limitOrNull, int most)
      throws Malformed {
    if (pageOrNull == null && limitOrNull == null) {
      return Optional.empty();
    }
    long page = pageOrNull == null ? 1 : number("page", pageOrNull, MOST_PAGES);
    long limit = limitOrNull == null ? LIMIT : number("limit", limitOrNull, most);
    return Optional.of(new Paging(page, (int) limit));
  }

  /// Writes it beside the list it belongs to.
  ///
  /// @param total items of all pages
  void write(JsonGenerator json, long total) throws IOException {
    json.writeObjectFieldStart("pagination");
    json.writeNumberField("page", page);
    json.writeNumberField("limit", limit);
    json.writeNumberField("total", total);
    json.writeEndObject();
  }

  private static long number(String name, String text, int most) throws Malformed {
    long number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
    if (number < 1 || number > most) {
      throw new Malformed(name + ": must be a number from 1 to " + most);
    }
    return number;
  }

  /// Something that is not a page; the message says what was expected.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }
}
