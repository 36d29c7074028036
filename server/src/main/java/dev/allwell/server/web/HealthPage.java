package dev.allwell.server.web;

import dev.allwell.engine.CategoryView;
import dev.allwell.engine.Member;
import dev.allwell.model.Ack;
import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import dev.allwell.model.Guidance;
import dev.allwell.model.Sample;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Some categories as a page for whoever is on call: no scripts, what fails first.
///
/// Each value that somebody wrote goes through [Html#escaped].
///
/// @param etcdLostOrNull since when what etcd states has not been known; null when it is
record HealthPage(
    CategoryView view, Categories categories, @Nullable Instant etcdLostOrNull, Instant now)
    implements Outflow.Source {
  static final String TYPE = "text/html; charset=utf-8";

  private static final String STYLE = Html.resource("health.css");

  /// Nothing but the page's own style is ever loaded.
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Comparator<Member> WORST_FIRST =
      Comparator.comparing(Member::ok)
          .thenComparing(member -> member.ack().isPresent())
          .thenComparingInt(Member::severity)
          .thenComparing(Member::name);

  @Override
  public Outflow.Text open(OutputStream out) throws IOException {
    write(out, head());
    Iterator<Member> members = view.members().stream().sorted(WORST_FIRST).iterator();
    return () -> {
      boolean more = members.hasNext();
      write(out, more ? row(members.next()) : foot());
      return more;
    };
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(Json.wellFormed(text).getBytes(StandardCharsets.UTF_8));
  }

  private String head() {
    var names = names(", ");
    var verdict = verdict();
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%s: %s</title>
    <style>%s</style>
    </head>
    <body>
    <header class="%s">
    <h1><span class="names">%s</span> <strong>%s</strong></h1>
    <p>%s</p>
    %s</header>
    <nav aria-label="Refresh"><a href="%s">Refresh</a> <a href="%s">Check again and refresh</a></nav>
    <main>
    %s\
    """
        .formatted(
            verdict,
            Html.escaped(names),
            STYLE,
            verdict.toLowerCase(Locale.ROOT),
            Html.escaped(names),
            verdict,
            counts(),
            notes(),
            Html.escaped(link("")),
            Html.escaped(link("&cache=false")),
            table());
  }

  private String verdict() {
    if (view.ok()) {
      return "healthy";
    }
    return view.severity().orElse(Guidance.MILDEST) == Guidance.WORST ? "CRITICAL" : "unhealthy";
  }

  private String counts() {
    long failing = view.members().stream().filter(member -> !member.ok()).count();
    long acked = view.acknowledged();
    return "%d of %d services fail, %d acked".formatted(failing, view.members().size(), acked);
  }

  /// What holds for all of them.
  private String notes() {
    var notes = new StringBuilder();
    view.ack()
        .ifPresent(ack -> note(notes, "(Cluster is acked: " + ack.message() + ") " + said(ack)));
    if (etcdLostOrNull != null) {
      note(
          notes,
          "What etcd states is stale since %s: services, categories and acks of it are as they were"
              .formatted(shown(etcdLostOrNull)));
    }
    for (String name : view.disabled()) {
      var off = categories.off().get(name);
      var why =
          off == null
              ? "it is stated so"
              : (off.tripped() ? "it was found bad at " : "by " + off.by() + " at ")
                  + shown(off.at());
      note(notes, name + " is disabled, and so not good to go: " + why);
    }
    if (!view.paused().isEmpty()) {
      note(
          notes,
          "Paused, and so not counted: "
              + view.paused().stream().map(Member::name).collect(Collectors.joining(", ")));
    }
    return notes.toString();
  }

  private static void note(StringBuilder notes, String text) {
    notes.append("<p class=\"note\">").append(Html.escaped(text)).append("</p>\n");
  }

  private String table() {
    if (view.members().isEmpty()) {
      return "<p>No services.</p>\n";
    }
    return """
    <table role="table">
    <caption>Services, those that fail first</caption>
    <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Name</th>\
    <th role="columnheader" scope="col">Status</th>\
    <th role="columnheader" scope="col">Last updated</th>\
    <th role="columnheader" scope="col">Output</th>\
    <th role="columnheader" scope="col">Ack</th></tr></thead>
    <tbody role="rowgroup">
    """;
  }

  private String row(Member member) {
    var status = status(member);
    var ack = member.ack();
    return """
    <tr role="row" class="%s"><th role="rowheader" scope="row">%s</th>\
    <td role="cell" data-label="Status"><strong>%s</strong></td>\
    <td role="cell" data-label="Last updated">%s</td>\
    <td role="cell" data-label="Output">%s</td>\
    <td role="cell" data-label="Ack">%s</td></tr>
    """
        .formatted(
            status.toLowerCase(Locale.ROOT) + (ack.isPresent() ? " acked" : ""),
            Html.escaped(member.name()),
            ack.isPresent() ? status + " ACKED" : status,
            updated(member),
            Html.escaped(HealthJson.output(member)),
            ack.map(it -> Html.escaped(it.message() + " " + said(it))).orElse(""));
  }

  private static String status(Member member) {
    if (member.ok()) {
      return "OK";
    }
    return member.severity() == 1 ? "CRITICAL" : "WARNING";
  }

  private static String updated(Member member) {
    return member
        .entry()
        .state()
        .tally()
        .latest()
        .map(Sample::at)
        .map(at -> "<time datetime=\"%s\">%s</time>".formatted(at, shown(at)))
        .orElse("never");
  }

  private static String said(Ack ack) {
    var until = ack.expires().map(expires -> ", until " + shown(expires)).orElse("");
    return "– " + ack.author() + ", " + shown(ack.at()) + until;
  }

  private static String shown(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }

  private String foot() {
    return (view.members().isEmpty() ? "" : "</tbody>\n</table>\n")
        + "</main>\n<footer><p>As of <time datetime=\"%s\">%s</time></p></footer>\n</body>\n</html>\n"
            .formatted(now, shown(now));
  }

  private String names(String between) {
    return view.asked().stream().map(Category::name).collect(Collectors.joining(between));
  }

  private String link(String more) {
    List<String> encoded =
        view.asked().stream()
            .map(category -> URLEncoder.encode(category.name(), StandardCharsets.UTF_8))
            .toList();
    return "?categories=" + String.join(",", encoded) + more;
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
