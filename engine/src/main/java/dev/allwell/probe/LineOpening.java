package dev.allwell.probe;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The protocols that talk in lines.
abstract sealed class LineOpening implements Opening {
  private static final Move BYE = new Move.Refused("the server says BYE");

  @Override
  public String first() {
    return "";
  }

  @Override
  public final Move heard(Unread in) {
    Optional<String> line = in.line();
    while (line.isPresent()) {
      Move move = line(line.get());
      if (!(move instanceof Move.Wait)) {
        return move;
      }
      line = in.line();
    }
    return Move.WAIT;
  }

  /// What to do after a line, which comes without its end.
  abstract Move line(String line);

  private static boolean begins(String line, String word) {
    return line.regionMatches(/* ignoreCase= */ true, 0, word, 0, word.length())
        && (line.length() == word.length() || line.charAt(word.length()) == ' ');
  }

  /// Replies of a three-digit code that may go over several lines.
  abstract static sealed class Replies extends LineOpening {
    private static final Pattern FIRST = Pattern.compile("[1-5][0-9]{2}([ -].*)?");
    private String open = "";

    @Override
    final Move line(String line) {
      if (open.isEmpty() && !FIRST.matcher(line).matches()) {
        return new Move.Garbled("not a reply with a code");
      }
      keyword(line.length() > 4 ? line.substring(4) : "");
      if (open.isEmpty() && line.startsWith("-", 3)) {
        open = line.substring(0, 3);
      }
      if (!open.isEmpty() && !(line.equals(open) || line.startsWith(open + " "))) {
        return Move.WAIT;
      }
      open = "";
      return reply(Integer.parseInt(line.substring(0, 3)));
    }

    /// What stands in one line of a reply after its code.
    abstract void keyword(String text);

    abstract Move reply(int code);

    static Move refused(int code) {
      return new Move.Refused("code " + code);
    }
  }

  /// RFC 3207: the greeting, EHLO, and STARTTLS if it is offered.
  static final class Smtp extends Replies {
    private final String self;
    private int step;
    private boolean offered;

    /// @param self what we call ourselves
    Smtp(String self) {
      this.self = self;
    }

    @Override
    void keyword(String text) {
      offered |= step == 1 && begins(text, "STARTTLS");
    }

    @Override
    Move reply(int code) {
      step++;
      if (code != (step == 2 ? 250 : 220)) {
        return refused(code);
      }
      return switch (step) {
        case 1 -> new Move.Say("EHLO " + self + "\r\n");
        case 2 ->
            offered ? new Move.Say("STARTTLS\r\n") : new Move.Refused("STARTTLS is not offered");
        default -> new Move.Shake("");
      };
    }
  }

  /// RFC 4217 §4: the greeting, and AUTH TLS.
  static final class Ftp extends Replies {
    private boolean greeted;

    @Override
    void keyword(String text) {
      // what a server can do is not asked for
    }

    @Override
    Move reply(int code) {
      if (!greeted) {
        greeted = code == 220;
        return greeted
            ? new Move.Say("AUTH TLS\r\n")
            : code == 120 ? Move.WAIT : refused(code); // 120: ready in some minutes
      }
      return code == 234 ? new Move.Shake("") : refused(code);
    }
  }

  /// RFC 3501 §6.2.1: the greeting, and STARTTLS under a tag.
  static final class Imap extends LineOpening {
    private boolean greeted;

    @Override
    Move line(String line) {
      if (!greeted) {
        greeted = begins(line, "* OK");
        return greeted ? new Move.Say("a1 STARTTLS\r\n") : ungreeted(line);
      }
      if (line.startsWith("* ")) {
        return begins(line, "* BYE") ? BYE : Move.WAIT;
      }
      if (begins(line, "a1 OK")) {
        return new Move.Shake("");
      }
      return line.startsWith("a1 ")
          ? new Move.Refused("the answer is not OK")
          : new Move.Garbled("not an answer of IMAP");
    }

    private static Move ungreeted(String line) {
      if (begins(line, "* BYE")) {
        return BYE;
      }
      return begins(line, "* PREAUTH")
          ? new Move.Refused("the server says PREAUTH")
          : new Move.Garbled("not a greeting of IMAP");
    }
  }

  /// RFC 2595 §4: the greeting, and STLS.
  static final class Pop3 extends LineOpening {
    private boolean greeted;

    @Override
    Move line(String line) {
      if (begins(line, "-ERR")) {
        return new Move.Refused("the server says -ERR");
      }
      if (!begins(line, "+OK")) {
        return new Move.Garbled("not an answer of POP3");
      }
      boolean first = !greeted;
      greeted = true;
      return first ? new Move.Say("STLS\r\n") : new Move.Shake("");
    }
  }

  /// RFC 5804 §2.2: the capabilities that the server begins with, and STARTTLS if it is among them.
  /// A literal may stand at the end of a line; its own lines are not read.
  static final class Sieve extends LineOpening {
    private static final Pattern LITERAL = Pattern.compile(".*\\{([0-9]{1,5})\\+?}");
    private boolean offered;
    private boolean asked;
    private int literal;

    @Override
    Move line(String line) {
      if (literal > 0) {
        literal -= line.length() + 2;
        return Move.WAIT;
      }
      var length = LITERAL.matcher(line);
      if (length.matches()) {
        literal = Integer.parseInt(length.group(1)) + 1; // to the end of its last line
        return Move.WAIT;
      }
      if (begins(line, "NO") || begins(line, "BYE")) {
        return begins(line, "NO") ? new Move.Refused("the server says NO") : BYE;
      }
      if (!begins(line, "OK")) {
        offered |= begins(line.toUpperCase(Locale.ROOT), "\"STARTTLS\"");
        return line.startsWith("\"") ? Move.WAIT : new Move.Garbled("not an answer of ManageSieve");
      }
      if (asked) {
        return new Move.Shake("");
      }
      asked = true;
      return offered ? new Move.Say("STARTTLS\r\n") : new Move.Refused("STARTTLS is not offered");
    }
  }
}
