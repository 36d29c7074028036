package dev.allwell.probe;

/// STARTTLS of RFC 6120 §5, from client to server: a stream is opened, its features name TLS, and
/// the server says to proceed.
///
/// Not an XML parser: it looks for the few elements that the RFC allows here, by the prefix that it
/// prescribes.
final class XmppOpening implements Opening {
  private static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-tls";

  private final String host;
  private boolean asked;

  XmppOpening(String host) {
    this.host = host;
  }

  @Override
  public String first() {
    return "<?xml version='1.0'?><stream:stream to='"
        + host
        + "' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
  }

  @Override
  public Move heard(Unread in) {
    String text = in.rest().toString();
    if (!text.isBlank() && !text.stripLeading().startsWith("<")) {
      return new Move.Garbled("not a stream of XMPP");
    }
    if (text.contains("<stream:error")) {
      return new Move.Refused("a stream error");
    }
    return asked ? proceeding(in, text) : features(in, text);
  }

  private Move features(Unread in, String text) {
    int start = text.indexOf("<stream:features");
    int end = start < 0 ? -1 : text.indexOf('>', start);
    if (end < 0) {
      return Move.WAIT;
    }
    if (text.charAt(end - 1) != '/') {
      String close = "</stream:features>";
      int closed = text.indexOf(close, end);
      if (closed < 0) {
        return Move.WAIT;
      }
      end = closed + close.length() - 1;
    }
    String features = text.substring(start, end);
    in.skip(end + 1);
    asked = true;
    return features.contains("<starttls") && features.contains(NAMESPACE)
        ? new Move.Say("<starttls xmlns='" + NAMESPACE + "'/>")
        : new Move.Refused("STARTTLS is not offered");
  }

  private static Move proceeding(Unread in, String text) {
    int start = text.length() - text.stripLeading().length();
    if (text.startsWith("<failure", start)) {
      return new Move.Refused("the server says failure");
    }
    int end = text.indexOf('>', start);
    if (end < 0) {
      return Move.WAIT;
    }
    if (!text.startsWith("<proceed", start)) {
      return new Move.Garbled("neither proceed nor failure");
    }
    String close = "</proceed>";
    if (text.charAt(end - 1) != '/') {
      boolean cut = text.length() < end + 1 + close.length();
      if (cut && close.startsWith(text.substring(end + 1))) {
        return Move.WAIT;
      }
      end = text.startsWith(close, end + 1) ? end + close.length() : end;
    }
    in.skip(end + 1);
    return new Move.Shake("");
  }
}
