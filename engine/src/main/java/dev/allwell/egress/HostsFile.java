package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import io.netty.resolver.HostsFileEntriesProvider;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The machine's hosts file, read again when it changed: looked at once a second at most, on a
/// thread that nobody waits for. Asked on one thread.
final class HostsFile {
  private static final Logger LOG = LoggerFactory.getLogger(HostsFile.class);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Charset[] CHARSETS = {
    StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, Charset.defaultCharset()
  };

  private final Ticker ticker;
  private final Path file;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Read read;
  private long lookedNanos;

  /// Reads the file, which blocks.
  HostsFile(Ticker ticker, Path file) {
    this.ticker = ticker;
    this.file = file;
    read = read(stamp());
    lookedNanos = ticker.nanos();
  }

  /// Where this machine has its own.
  static Path usual() {
    boolean windows = File.separatorChar == '\\';
    return windows
        ? Path.of(
            System.getenv().getOrDefault("SystemRoot", "C:\\Windows"),
            "System32\\drivers\\etc\\hosts")
        : Path.of("/etc/hosts");
  }

  /// The addresses of a name, IPv4 first; none when it is not in the file. What changed may be seen
  /// a little later.
  List<InetAddress> addresses(String host) {
    long now = ticker.nanos();
    if (now - lookedNanos >= LOOK_NANOS && looking.compareAndSet(false, true)) {
      lookedNanos = now;
      Thread.ofVirtual().name("hosts-file").start(this::look);
    }
    HostsFileEntriesProvider entries = read.entries;
    String name = host.toLowerCase(Locale.ROOT);
    List<InetAddress> four = entries.ipv4Entries().getOrDefault(name, List.of());
    List<InetAddress> six = entries.ipv6Entries().getOrDefault(name, List.of());
    if (four.isEmpty() || six.isEmpty()) {
      return four.isEmpty() ? six : four;
    }
    var both = new ArrayList<>(four);
    both.addAll(six);
    return both;
  }

  private void look() {
    try {
      String stamp = stamp();
      if (!stamp.equals(read.stamp)) {
        read = read(stamp);
        LOG.info("read {} again, it changed", file);
      }
    } finally {
      looking.set(false);
    }
  }

  private Read read(String stamp) {
    return new Read(
        stamp, HostsFileEntriesProvider.parser().parseSilently(file.toFile(), CHARSETS));
  }

  /// What changes when the file does; the same while there is none.
  private String stamp() {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
    } catch (IOException none) {
      return "";
    }
  }

  private record Read(String stamp, HostsFileEntriesProvider entries) {}
}
