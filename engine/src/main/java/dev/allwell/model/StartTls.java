package dev.allwell.model;

import java.util.Locale;

/// Protocols that begin in the clear and turn to TLS when both sides agree.
public enum StartTls {
  /// RFC 3207.
  SMTP,
  /// RFC 3501 §6.2.1.
  IMAP,
  /// RFC 2595 §4.
  POP3,
  /// RFC 4217 §4.
  FTP,
  /// RFC 4511 §4.14.
  LDAP,
  /// The `SSLRequest` of PostgreSQL's protocol 3.0.
  POSTGRES,
  /// The `SSLRequest` of MySQL's protocol 10, which MariaDB speaks too.
  MYSQL,
  /// RFC 6120 §5, from client to server.
  XMPP,
  /// ManageSieve, RFC 5804 §2.2.
  SIEVE;

  private final String word = name().toLowerCase(Locale.ROOT);

  /// As it is written: `smtp`.
  public String word() {
    return word;
  }
}
