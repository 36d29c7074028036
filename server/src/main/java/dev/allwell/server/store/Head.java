package dev.allwell.server.store;

import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import java.util.ArrayList;
import java.util.List;

/// What the store holds of one service in memory: its tally, and the ticks that no chunk holds yet.
///
/// Everything in it is durable: in the journal at least. Written on the writer's thread, read on
/// any.
final class Head {
  /// Ticks that fill this many bytes make a chunk before their hour ends.
  static final int FULL_BYTES = 4000;

  static final long NONE = Long.MAX_VALUE;

  private final long number;
  private final List<ChunkCodec.Piece> pieces = new ArrayList<>(1);
  private Tally tally;
  private long through;
  private long sequence;
  private long oldestMoment = NONE;

  /// @param through key of the journal up to which everything is counted and in chunks
  /// @param sequence of the next chunk
  Head(long number, Tally tally, long through, long sequence) {
    this.number = number;
    this.tally = tally;
    this.through = through;
    this.sequence = sequence;
  }

  long number() {
    return number;
  }

  /// Takes a tick of the journal's row `moment`; one that was taken before changes nothing.
  synchronized void add(long moment, Sample sample) {
    tally = tally.with(sample);
    long end = Hour.endMinute(number, sample.atMillis());
    if (pieces.isEmpty() || pieces.getLast().endMinute() != end || full(pieces.getLast())) {
      pieces.add(new ChunkCodec.Piece(end));
    }
    pieces.getLast().add(sample);
    oldestMoment = Math.min(oldestMoment, moment);
  }

  /// Whether a chunk is to be made: an hour ended, or there is a lot.
  synchronized boolean due(long nowMinute) {
    if (pieces.isEmpty()) {
      return false;
    }
    var oldest = pieces.getFirst();
    return pieces.size() > 1 || full(oldest) || oldest.endMinute() <= nowMinute;
  }

  private static boolean full(ChunkCodec.Piece piece) {
    return piece.length() >= FULL_BYTES;
  }

  synchronized boolean isBefore(long moment) {
    return through < moment;
  }

  synchronized Tally tally() {
    return tally;
  }

  /// Key of the journal's oldest row that is still needed for this service; [#NONE] for none.
  synchronized long oldestMoment() {
    return oldestMoment;
  }

  /// Everything as chunks, to be written with the tally in one transaction.
  ///
  /// @param upTo key of the journal's last row
  synchronized Flush flush(long upTo) {
    var chunks = new ArrayList<Chunk>();
    for (var piece : pieces) {
      chunks.add(
          new Chunk(
              piece.endMinute(),
              number,
              sequence + chunks.size(),
              ChunkCodec.write(upTo, piece.ticks())));
    }
    return new Flush(this, chunks, new TallyRow(tally, upTo, sequence + chunks.size()));
  }

  /// The flush is durable.
  synchronized void flushed(Flush flush) {
    pieces.clear();
    oldestMoment = NONE;
    through = flush.tally.through();
    sequence = flush.tally.sequence();
  }

  /// The ticks that are in no chunk of a sequence below the next.
  synchronized Rest rest() {
    var ticks = new ArrayList<Sample>();
    for (var piece : pieces) {
      var bytes = new ByteReader(piece.ticks());
      ChunkCodec.readTicks(bytes, ChunkCodec.VERSION, piece.endMinute(), ticks);
    }
    return new Rest(ticks, sequence);
  }

  /// A row of the table of chunks.
  @SuppressWarnings("ArrayRecordComponent")
  record Chunk(long endMinute, long service, long sequence, byte[] blob) {
    long sum() {
      return sum(endMinute, service, sequence, blob);
    }

    static long sum(long endMinute, long service, long sequence, byte[] blob) {
      return RowSum.of("chunk").with(endMinute).with(service).with(sequence).with(blob).value();
    }
  }

  record Flush(Head head, List<Chunk> chunks, TallyRow tally) {}

  record Rest(List<Sample> ticks, long nextSequence) {}
}
