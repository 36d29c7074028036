package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0, true",
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 9.255.255.255, false",
    "10.0.0.0/8, 11.0.0.0, false",
    "169.254.169.254, 169.254.169.254, true",
    "169.254.169.254, 169.254.169.253, false",
    "169.254.169.254, 169.254.169.255, false",
    "172.16.0.0/12, 172.31.255.255, true",
    "172.16.0.0/12, 172.32.0.0, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.128/25, 192.0.2.127, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "fe80::/10, fe80::, true",
    "fe80::/10, febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff, true",
    "fe80::/10, fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff, false",
    "fe80::/10, fec0::, false",
    "fe80::/10, 254.128.0.0, false",
    "fd00:ec2::254, fd00:ec2::254, true",
    "fd00:ec2::254, fd00:ec2::255, false",
    "64:ff9b::/96, 64:ff9b::255.255.255.255, true",
    "64:ff9b::/96, 64:ff9b::1:0:0, false",
    "2001:db8:0:1::/64, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
    "2001:db8:0:1::/64, 2001:db8:0:2::, false",
    "::/0, ffff::1, true",
    "::/0, 127.0.0.1, false",
  })
  void holdsTheAddressesThatBeginAlike(String prefix, String address, boolean within) {
    assertThat(Prefix.parse(prefix).contains(InetAddress.ofLiteral(address).getAddress()))
        .isEqualTo(within);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/8", "0.0.0.0/0", "127.0.0.1", "::/0", "fe80::/10", "fd00:ec2::254"})
  void isWrittenAsItIsRead(String text) {
    assertThat(Prefix.parse(text)).hasToString(text).isEqualTo(Prefix.parse(text));
  }

  @Test
  void aLengthThatSaysNothingIsLeftOut() {
    assertThat(Prefix.parse("10.0.0.1/32")).hasToString("10.0.0.1");
    assertThat(Prefix.parse("::1/128")).hasToString("::1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10/8",
        "10.0.0",
        "shop.test",
        "[fe80::]/10",
        "fe80::1%eth0",
        "::ffff:169.254.169.254",
        "::ffff:a9fe:a9fe",
        "10.0.0.0.0/8",
        " 10.0.0.0/8",
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prefix.parse(text))
        .withMessage(
            "expected an address or a prefix, as in 169.254.169.254 or fe80::/10, got \"%s\"",
            text);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/33, 32",
    "10.0.0.0/, 32",
    "10.0.0.0/-1, 32",
    "10.0.0.0/08, 32",
    "10.0.0.0/8/8, 32",
    "fe80::/129, 128",
    "fe80::/9999999999, 128",
  })
  void aLengthHasBounds(String text, int longest) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prefix.parse(text))
        .withMessage("expected a length from 0 to %s behind the \"/\", got \"%s\"", longest, text);
  }

  @Test
  void bitsBehindTheLengthAreAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prefix.parse("10.1.2.3/8"))
        .withMessage("expected 10.0.0.0/8, or a longer length, got \"10.1.2.3/8\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prefix.parse("fe80::1/10"))
        .withMessage("expected fe80::/10, or a longer length, got \"fe80::1/10\"");
  }
}
