package dev.allwell.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.Examples;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByProxyTest {
  @Test
  void whoGoesStraightIsNotSpokenOf() {
    var straight =
        Examples.services().filter(service -> service.check().route().proxy().isEmpty()).toList();
    assertThat(ByProxy.note(straight)).isEmpty();
  }

  @Test
  void whatTheGuardDoesNotSeeIsSaidInOneLine() {
    var all = Examples.services().toList();
    assertThat(ByProxy.note(all))
        .contains(
            "2 services are checked by way of a proxy (http://[2001:db8::1]:1080,"
                + " socks5://[2001:db8::1]:1080): it resolves their names, and the guard sees none"
                + " of the addresses that these lead to, but only those written as numbers");
    var one =
        List.of(
            all.stream()
                .filter(service -> service.check().route().proxy().isPresent())
                .findFirst()
                .orElseThrow());
    assertThat(ByProxy.note(one))
        .hasValueSatisfying(it -> assertThat(it).startsWith("1 service is "));
  }
}
