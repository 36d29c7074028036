package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1 10.0.0.1, ::1, false",
    "127.0.0.1 10.0.0.1, 2001:db8::1, false",
    "127.0.0.1 10.0.0.1, 10.0.0.2, true",
    "127.0.0.1 ::1 fe80::1, ::1, true",
    "127.0.0.1 ::1 fe80::1, 2001:db8::1, false",
    "127.0.0.1 ::1 fe80::1, fe80::2, true",
    "::1 fd00::2, 2001:db8::1, true",
    "fd00::2, ::1, false",
  })
  void aTargetIsReachedFromAnAddressOfItsKind(String own, String target, boolean reached)
      throws Exception {
    var addresses = Stream.of(own.split(" ")).map(InetAddress::ofLiteral).toList();
    assertThat(new Origins(Ticker.SYSTEM, () -> addresses).reach(InetAddress.ofLiteral(target)))
        .isEqualTo(reached);
  }

  @Test
  void aStormOfFailuresAsksOnceASecond() {
    var nanos = new AtomicLong(-7);
    var asked = new AtomicLong();
    var origins =
        new Origins(
            nanos::get,
            () -> {
              asked.incrementAndGet();
              return List.of();
            });
    var target = InetAddress.ofLiteral("::1");
    for (int i = 0; i < 10; i++) {
      assertThat(origins.reach(target)).isFalse();
    }
    assertThat(asked).hasValue(1);
    nanos.addAndGet(1_000_000_000);
    assertThat(origins.reach(target)).isFalse();
    assertThat(asked).hasValue(2);
  }

  @Test
  void theLoopbackIsAmongThisMachinesAddresses() {
    assertThat(Origins.ofThisMachine()).contains(InetAddress.ofLiteral("127.0.0.1"));
  }
}
