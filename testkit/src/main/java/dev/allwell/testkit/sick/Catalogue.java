package dev.allwell.testkit.sick;

import java.util.List;

/// Every hostile behaviour, by chapters.
public final class Catalogue {
  /// Some behaviours that belong together.
  public record Chapter(String name, List<Behaviour> rows) {
    public Chapter {
      rows = List.copyOf(rows);
    }
  }

  private Catalogue() {}

  public static List<Chapter> chapters() {
    return List.of(
        new Chapter("Connections", Breaks.rows()),
        new Chapter("Bodies and their framing", Framing.rows()),
        new Chapter("Status lines and headers", Heads.rows()),
        new Chapter("Redirects", Redirects.rows()),
        new Chapter("Content codings", Codings.rows()),
        new Chapter("Documents", Bodies.rows()),
        new Chapter("FT health documents", FtBodies.rows()),
        new Chapter("What is shown", Bodies.shown()),
        new Chapter("Talks over TCP", Talks.rows()),
        new Chapter("Answers of name servers", Answers.rows()),
        new Chapter("TLS handshakes", Handshakes.rows()),
        new Chapter("After the handshake", Handshakes.afterwards()),
        new Chapter("Certificates", Certificates.rows()),
        new Chapter("HTTP/2", Floods.rows()),
        new Chapter("Proxies on the way", Proxies.rows()));
  }

  public static List<Behaviour> rows() {
    return chapters().stream().flatMap(chapter -> chapter.rows().stream()).toList();
  }

  /// The port of 127.0.0.1 at which some redirect says that Allwell listens; nobody does.
  public static int ownPort() {
    return Redirects.OWN_PORT;
  }
}
