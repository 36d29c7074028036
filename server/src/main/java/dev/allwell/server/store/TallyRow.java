package dev.allwell.server.store;

import dev.allwell.model.Tally;

/// A tally as it is stored, exactly, with the place up to which it counts.
///
/// @param through key of the journal's last row that it counts
/// @param sequence of the service's next chunk
record TallyRow(Tally tally, long through, long sequence) {
  private static final int VERSION = 2;
  private static final int BYTES = 64;

  byte[] write() {
    var to = new ByteWriter(BYTES);
    to.unsigned(VERSION);
    to.unsigned(through);
    to.unsigned(sequence);
    to.unsigned(tally.ticks());
    to.unsigned(tally.up());
    to.unsigned(Double.doubleToRawLongBits(tally.meanMillis()));
    to.signed(tally.streak());
    to.unsigned(tally.recent());
    tally
        .latest()
        .ifPresent(latest -> {
          Ending.of(latest).write(to);
          to.signed(latest.atMillis());
          to.signed(latest.latencyMicros());
        });
    return to.copy();
  }

  /// @throws IllegalArgumentException when the bytes are not what was written
  static TallyRow read(byte[] blob) {
    var from = new ByteReader(blob);
    long version = from.unsigned();
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException("no tally of version " + version + " is known");
    }
    long through = from.unsigned();
    long sequence = from.unsigned();
    var counted =
        new Tally(
            from.unsigned(),
            from.unsigned(),
            Double.longBitsToDouble(from.unsigned()),
            Math.toIntExact(from.signed()),
            from.unsigned(),
            null);
    return new TallyRow(
        from.more() ? withLatest(counted, from, version) : counted, through, sequence);
  }

  private static Tally withLatest(Tally counted, ByteReader from, long version) {
    var ending = Ending.read(from, version);
    var latest = ending.tick(from.signed(), from.signed());
    return new Tally(
        counted.ticks(),
        counted.up(),
        counted.meanMillis(),
        counted.streak(),
        counted.recent(),
        latest);
  }

  static long sum(long service, byte[] blob) {
    return RowSum.of("tally").with(service).with(blob).value();
  }
}
