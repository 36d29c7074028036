package dev.allwell.probe;

import dev.allwell.model.DnsCheck;
import dev.allwell.model.Rcodes;
import java.util.ArrayList;
import java.util.List;

/// The answer of a name server, as far as it is looked at: the first 16 records of a section. Of
/// use as long as its message is held. Pure.
final class DnsAnswer {
  private static final int MOST_RECORDS = 16;
  private static final int MOST_ALIASES = 8;
  private static final int INTERNET = 1;

  private final DnsData data;
  private final int rcode;
  private final List<Entry> answers = new ArrayList<>(4);
  private final List<Entry> authority = new ArrayList<>(0);
  private boolean more;

  private DnsAnswer(DnsData data, int rcode) {
    this.data = data;
    this.rcode = rcode;
  }

  /// A record, its data by its place in the message.
  private record Entry(String owner, int type, int at, int length) {}

  /// @param at where the records begin
  /// @throws IndexOutOfBoundsException when this is no DNS message
  static DnsAnswer read(DnsData data, int at, int rcode) {
    var answer = new DnsAnswer(data, rcode);
    int authorityAt = answer.section(data.in().getUnsignedShort(6), at, answer.answers);
    answer.section(data.in().getUnsignedShort(8), authorityAt, answer.authority);
    return answer;
  }

  int rcode() {
    return rcode;
  }

  /// What differs from what a check expects, for a person; empty when nothing does.
  ///
  /// @throws IndexOutOfBoundsException when a record is not what its type says
  String fault(DnsCheck check) {
    DnsCheck.Expect expect = check.expect();
    if (rcode != expect.rcode()) {
      return "rcode " + Rcodes.shown(rcode) + ", expected " + Rcodes.shown(expect.rcode());
    }
    String fault = rcode == 0 ? faultOfAnswers(check) : "";
    for (int i = 0; fault.isEmpty() && i < expect.authority().size(); i++) {
      fault = faultOfAuthority(expect.authority().get(i));
    }
    return fault;
  }

  private String faultOfAnswers(DnsCheck check) {
    DnsCheck.Type type = check.question().type();
    String owner = end(check.question());
    if (owner.isEmpty()) {
      return "more than " + MOST_ALIASES + " aliases before a record of the type " + type;
    }
    boolean some = false;
    for (Entry entry : answers) {
      some |= entry.type == type.number() && entry.owner.equals(owner);
    }
    if (!some) {
      return owner.equals(check.question().name())
          ? "no " + type + " record" + amongTheFirst()
          : "no " + type + " record at the end of the aliases, " + owner + amongTheFirst();
    }
    List<String> expected = check.expect().answers();
    if (expected.isEmpty()) {
      return "";
    }
    List<String> found = texts(answers, type.number(), owner);
    for (String one : expected) {
      if (!found.contains(one)) {
        return "no %s record %s, but %s%s"
            .formatted(type, one, String.join(", ", found), amongTheFirst());
      }
    }
    return "";
  }

  /// Where the aliases of a name lead to; empty when there are too many.
  private String end(DnsCheck.Question question) {
    String owner = question.name();
    if (question.type().equals(DnsCheck.Type.CNAME)) {
      return owner;
    }
    for (int i = 0; i <= MOST_ALIASES; i++) {
      List<String> aliases = texts(answers, DnsCheck.Type.CNAME.number(), owner);
      if (aliases.isEmpty()) {
        return owner;
      }
      owner = aliases.getFirst();
    }
    return "";
  }

  private String faultOfAuthority(String expected) {
    int space = expected.indexOf(' ');
    String word = space < 0 ? expected : expected.substring(0, space);
    int type = DnsCheck.Type.of(word).map(DnsCheck.Type::number).orElse(0);
    List<String> found = texts(authority, type, "");
    if (found.isEmpty()) {
      return "no " + word + " record in the authority section" + amongTheFirst();
    }
    return space < 0 || found.contains(expected.substring(space + 1))
        ? ""
        : "no %s in the authority section, but %s%s"
            .formatted(expected, String.join(", ", found), amongTheFirst());
  }

  /// @param owner empty for any
  private List<String> texts(List<Entry> section, int type, String owner) {
    var texts = new ArrayList<String>(section.size());
    for (Entry entry : section) {
      if (entry.type == type && (owner.isEmpty() || entry.owner.equals(owner))) {
        texts.add(data.text(type, entry.at, entry.length));
      }
    }
    return texts;
  }

  private String amongTheFirst() {
    return more ? " among the first " + MOST_RECORDS + " records" : "";
  }

  /// Goes over a section; of a record that is not kept the name is not read.
  ///
  /// @return where the section ends
  private int section(int count, int from, List<Entry> to) {
    more |= count > MOST_RECORDS;
    var in = data.in();
    int at = from;
    for (int i = 0; i < count; i++) {
      int fields = data.end(at);
      int length = in.getUnsignedShort(fields + 8);
      if (i < MOST_RECORDS && in.getUnsignedShort(fields + 2) == INTERNET) {
        var owner = new StringBuilder();
        data.name(at, owner);
        to.add(new Entry(owner.toString(), in.getUnsignedShort(fields), fields + 10, length));
      }
      at = fields + 10 + length;
      if (at > in.readableBytes()) {
        throw new IndexOutOfBoundsException("a record beyond the message's end");
      }
    }
    return at;
  }
}
