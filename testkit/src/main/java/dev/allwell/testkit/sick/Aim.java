package dev.allwell.testkit.sick;

/// The kind of check that a behaviour is aimed at.
public enum Aim {
  /// That expects a greeting, `^220 `.
  TCP("tcp, expecting ^220"),
  /// By the words of SMTP.
  STARTTLS("tcp, starttls smtp"),
  DNS("dns"),
  /// That expects a text of the name, `fine`.
  DNS_TXT("dns, expecting a TXT"),
  DNS_TCP("dns, by tcp"),
  TLS("tls"),
  HTTP("http"),
  /// With `redirects: 10`, which is the most.
  HTTP_PATIENT("http, 10 redirects"),
  /// That demands a service-monitor document.
  HTTP_MONITOR("http, format monitor"),
  HTTPS("https"),
  /// With a header that is secret.
  HTTPS_SECRET("https with secrets"),
  /// By ALPN.
  HTTP2("https by HTTP/2");

  private final String words;

  Aim(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
