package dev.allwell.server.store;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts and names the rows of the samples that are not what was written; they are passed over.
final class Damage {
  private static final Logger LOG = LoggerFactory.getLogger(Damage.class);

  private final AtomicLong rows = new AtomicLong();

  void found(String row, String what) {
    rows.incrementAndGet();
    LOG.error("damaged among the samples, passed over: {}: {}", row, what);
  }

  long rows() {
    return rows.get();
  }
}
