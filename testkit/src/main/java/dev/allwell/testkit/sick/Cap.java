package dev.allwell.testkit.sick;

/// A bound of ours that ends a behaviour; each can be lifted alone.
public enum Cap {
  DEADLINE("the one deadline", ""),
  BODY("64 KiB of a body are kept, the rest is not waited for", ""),
  WIRE("1 MiB on the wire for one answer", "1048576"),
  FRAMING("4 KiB around the parts of a body, and as much as it has itself", "around its body"),
  LINE("8 KiB of a status line or a chunk's line", "8192"),
  HEADERS("32 KiB of headers", "32768"),
  HEADER_COUNT("100 headers, and as many folded lines", "more than 100 headers"),
  INTERIM("10 interim answers", "10 interim"),
  REDIRECTS("`redirects`, 3 unless said otherwise", "after 3"),
  OWN_LISTENERS("the guard: Allwell does not probe itself", "a listener of our own"),
  VERIFICATION("the certificate's verification", ""),
  RATIO("a body may be 100 times as long as what was sent for it", "100 to 1"),
  CHAIN("10 certificates", "the chain is too long"),
  HANDSHAKE("128 KiB of a handshake, a record as half a KiB at least", "128 KiB"),
  LOCATION("a Location is at most 2 KiB", ""),
  DEPTH("a document is at most 32 deep", ""),
  TEXT("8 Ki characters of an attribute", ""),
  NUMBER("64 digits of a number", ""),
  NAME("1,024 characters of a key", ""),
  HEARD("16 KiB are heard", "in the first 16384 bytes"),
  CLEAR("16 KiB without TLS", "16384 bytes without TLS"),
  POINTERS("16 pointers for one name; records that are not kept are passed over", "16 pointers"),
  FRAMES("100 HTTP/2 frames beside the answer's own", "100 control frames");

  private final String words;
  private final String told;

  Cap(String words, String told) {
    this.words = words;
    this.told = told;
  }

  public String words() {
    return words;
  }

  /// What an outcome must tell, so that it is known to have been ended by this bound and no other;
  /// empty where its reason tells enough.
  public String told() {
    return told;
  }
}
