package dev.allwell.bench.throughput;

import java.nio.file.Path;

/// The servers that are checked: one nginx with one worker, one nsd with one server, all on one
/// core.
///
/// @param authority PEM file of who signed nginx's certificate
/// @param trust PKCS#12 file, password `changeit`, of the same
record Targets(Nginx nginx, Nsd nsd, Path authority, Path trust) implements AutoCloseable {
  static Targets start(Path folder, Cores cores) throws InterruptedException {
    var papers = Papers.make(folder);
    var nginx = Nginx.start(folder, papers, cores);
    try {
      return new Targets(nginx, Nsd.start(folder, cores), papers.authority(), papers.trust());
    } catch (RuntimeException | InterruptedException e) {
      nginx.close();
      throw e;
    }
  }

  /// Where a kind of check goes, as Allwell is told.
  String url(Kind kind) {
    return switch (kind) {
      case HTTP, KEEP_ALIVE -> "http://127.0.0.1:" + nginx.port(Kind.HTTP) + "/";
      case TLS -> "https://127.0.0.1:" + nginx.port(Kind.TLS) + "/";
      case TCP -> "tcp://127.0.0.1:" + nginx.port(Kind.TCP);
      case DNS -> "dns://127.0.0.1:" + nsd.port() + "/" + Nsd.NAME;
    };
  }

  /// How many checks came so far, by the target's own count.
  long count(Kind kind) throws InterruptedException {
    return switch (kind) {
      case HTTP, KEEP_ALIVE, TLS -> nginx.requests();
      case TCP -> nginx.accepted();
      case DNS -> nsd.queries();
    };
  }

  @Override
  public void close() {
    nsd.close();
    nginx.close();
  }
}
