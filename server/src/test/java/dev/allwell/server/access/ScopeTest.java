package dev.allwell.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.server.access.Token.Origin;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScopeTest {
  private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.7");

  private static String allowed(Caller caller) {
    return Arrays.stream(Scope.values())
        .filter(caller::may)
        .map(Scope::code)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "read, read",
    "register, register",
    "register:any, register register:any",
    "write, read register register:any write",
    "admin, read register register:any write admin"
  })
  void whatATokenOfAScopeAllows(String scope, String allowed) {
    var token =
        new Token(
            "t",
            Scope.of(scope).orElseThrow(),
            TokenText.hash("t"),
            Origin.API,
            Instant.EPOCH,
            null);

    assertThat(allowed(new Caller.Holder(PEER, token, Caller.Way.DIRECT))).isEqualTo(allowed);
    assertThat(allowed(new Caller.Holder(PEER, token, Caller.Way.HERE)))
        .as("wherever its holder is")
        .isEqualTo(allowed);
  }

  @Test
  void whatIsAllowedWithoutAToken() {
    assertThat(allowed(new Caller.Local(PEER))).isEqualTo("read register register:any");
    assertThat(allowed(new Caller.Stranger(PEER, true, ""))).isEqualTo("read");
    assertThat(allowed(new Caller.Stranger(PEER, false, ""))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Scope.class)
  void aScopeIsReadAsItIsWritten(Scope scope) {
    assertThat(Scope.of(scope.code())).contains(scope);
    assertThat(Scope.of(scope.name())).isEmpty();
    assertThat(Scope.codes()).contains(scope.code());
  }
}
