package dev.allwell.history;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// A sketch of many numbers from which any quantile can be told within 1 % of its value, whatever
/// was joined (DDSketch: Masson, Rim and Lee, VLDB 2019).
///
/// An immutable value: it is kept as the library's bytes, which are read only when a quantile is
/// asked for, so that joining many costs nothing.
public final class Quantiles {
  /// How far a quantile may be off, relative to its value.
  public static final double ACCURACY = 0.01;

  public static final Quantiles NONE = new Quantiles(List.of());

  private static final IndexMapping MAPPING = new LogarithmicMapping(ACCURACY);

  private final List<byte[]> parts;

  private Quantiles(List<byte[]> parts) {
    this.parts = parts;
  }

  /// The sketch of these numbers.
  ///
  /// @param values 0 or more each
  public static Quantiles of(LongStream values) {
    var sketch = sketch();
    values.forEach(sketch::accept);
    return sketch.isEmpty() ? NONE : new Quantiles(List.of(write(sketch)));
  }

  /// One that was stored as its [#bytes].
  public static Quantiles of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new Quantiles(List.of(bytes.clone()));
  }

  public static Quantiles joined(List<Quantiles> all) {
    return new Quantiles(all.stream().flatMap(each -> each.parts.stream()).toList());
  }

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /// What it is stored as; a few bytes for each distinct value, at most.
  public byte[] bytes() {
    return switch (parts.size()) {
      case 0 -> new byte[0];
      case 1 -> parts.getFirst().clone();
      default -> write(read());
    };
  }

  /// The values below which these shares of all numbers lie.
  ///
  /// @param shares 0 to 1 each
  /// @throws IllegalStateException when there are no numbers
  public double[] at(double... shares) {
    if (isEmpty()) {
      throw new IllegalStateException("no numbers, no quantiles");
    }
    return read().getValuesAtQuantiles(shares);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quantiles quantiles && Arrays.equals(bytes(), quantiles.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes());
  }

  private DDSketch read() {
    var sketch = sketch();
    try {
      for (var part : parts) {
        sketch.decodeAndMergeWith(ByteArrayInput.wrap(part));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not the bytes of a sketch", e);
    }
    return sketch;
  }

  private static byte[] write(DDSketch sketch) {
    var out = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      sketch.encode(out, true);
    } catch (IOException e) {
      throw new IllegalStateException("an array takes what it is given", e);
    }
    return out.trimmedCopy();
  }

  private static DDSketch sketch() {
    return new DDSketch(MAPPING, UnboundedSizeDenseStore::new);
  }
}
