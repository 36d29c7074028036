package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
  @TempDir Path folder = Path.of("");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void whatChangesIsSeenWithoutANewStart() throws IOException {
    var file = folder.resolve("hosts");
    Files.writeString(file, "127.0.0.3 one.test One-Alias.test\n::1 one.test\n");
    var hosts = new HostsFile(nanos::get, file);
    assertThat(hosts.addresses("ONE.test")).isEqualTo(addresses("127.0.0.3", "::1"));
    assertThat(hosts.addresses("one-alias.test")).isEqualTo(addresses("127.0.0.3"));
    assertThat(hosts.addresses("two.test")).isEmpty();

    Files.writeString(file, "127.0.0.4 two.test # another line, another length\n");
    assertThat(hosts.addresses("two.test")).as("not looked at within a second").isEmpty();
    await(hosts, "two.test", addresses("127.0.0.4"));
    assertThat(hosts.addresses("one.test")).isEmpty();

    Files.delete(file);
    await(hosts, "two.test", List.of());
  }

  @Test
  void aFileThatIsNotThereIsEmpty() {
    assertThat(new HostsFile(nanos::get, folder.resolve("none")).addresses("a.test")).isEmpty();
  }

  private void await(HostsFile hosts, String host, List<InetAddress> wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!hosts.addresses(host).equals(wanted)) {
      assertThat(System.nanoTime()).isLessThan(end);
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
      Thread.onSpinWait();
    }
  }

  private static List<InetAddress> addresses(String... literals) {
    return List.of(literals).stream().map(InetAddress::ofLiteral).toList();
  }
}
