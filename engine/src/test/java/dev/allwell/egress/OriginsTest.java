package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Reason;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,   CONNECT_UNREACHABLE, false, NO_ROUTE",
    "192.0.2.1,   CONNECT_UNREACHABLE, true,  CONNECT_UNREACHABLE",
    "2001:db8::1, NO_PORTS,            false, NO_ROUTE",
    "2001:db8::1, NO_PORTS,            true,  NO_PORTS",
    "192.0.2.1,   CONNECT_REFUSED,     false, CONNECT_REFUSED",
    "192.0.2.1,   NO_DESCRIPTORS,      false, NO_DESCRIPTORS",
    "::1,         NO_PORTS,            false, CONNECT_UNREACHABLE",
    "127.0.0.1,   CONNECT_UNREACHABLE, false, CONNECT_UNREACHABLE",
  })
  void whatOurOwnRoutesDoNotReachIsOurFault(
      String target, Reason seen, boolean routed, Reason weighed) {
    var origins = new Origins(_ -> routed);
    var trouble = origins.weighed(new Trouble(seen, "words"), InetAddress.ofLiteral(target));
    assertThat(trouble.reason()).isEqualTo(weighed);
    assertThat(trouble.detail()).contains("words");
  }

  @Test
  void thisMachineIsRoutedToItself() {
    assertThat(Origins.routed(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
  }
}
