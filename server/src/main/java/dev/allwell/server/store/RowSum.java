package dev.allwell.server.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The CRC-32C of a row, over its table's name and its columns in order.
///
/// Every column says its type and length first, so that no two rows can be taken for one another.
final class RowSum {
  private final CRC32C crc = new CRC32C();

  private RowSum() {}

  static RowSum of(String table) {
    return new RowSum().with(table);
  }

  RowSum with(long value) {
    var bytes = ByteBuffer.allocate(1 + Long.BYTES).put((byte) 1).putLong(value);
    crc.update(bytes.flip());
    return this;
  }

  RowSum with(@Nullable Long valueOrNull) {
    return valueOrNull == null ? none() : with(valueOrNull.longValue());
  }

  RowSum with(@Nullable String textOrNull) {
    if (textOrNull == null) {
      return none();
    }
    return with(textOrNull.getBytes(StandardCharsets.UTF_8));
  }

  RowSum with(byte[] content) {
    crc.update(ByteBuffer.allocate(1 + Integer.BYTES).put((byte) 2).putInt(content.length).flip());
    crc.update(content);
    return this;
  }

  long value() {
    return crc.getValue();
  }

  private RowSum none() {
    crc.update(0);
    return this;
  }
}
