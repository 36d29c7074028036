package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
  private final OwnListeners own = new OwnListeners();
  private final Guard guard = new Guard(own);

  @ParameterizedTest
  @CsvSource({
    "169.254.169.254, LINK_LOCAL",
    "169.254.0.0, LINK_LOCAL",
    "169.254.255.255, LINK_LOCAL",
    "fe80::1, LINK_LOCAL",
    "febf::1, LINK_LOCAL",
    "fd00:ec2::254, METADATA",
    "fd20:ce::254, METADATA",
    "fd00:c1::a9fe:a9fe, METADATA",
    "100.100.100.200, METADATA",
    "168.63.129.16, METADATA",
    "0.0.0.0, UNSPECIFIED",
    "0.1.2.3, UNSPECIFIED",
    "::, UNSPECIFIED",
    "224.0.0.1, MULTICAST",
    "239.255.255.255, MULTICAST",
    "ff02::1, MULTICAST",
    "240.0.0.1, RESERVED",
    "255.255.255.255, RESERVED",
  })
  void theFloorHolds(String address, Guard.Ruling ruling) {
    assertThat(rule(address)).isEqualTo(ruling);
  }

  @ParameterizedTest
  @CsvSource({
    "::ffff:169.254.169.254, LINK_LOCAL",
    "::ffff:0:169.254.169.254, LINK_LOCAL",
    "::169.254.169.254, LINK_LOCAL",
    "64:ff9b::169.254.169.254, LINK_LOCAL",
    "64:ff9b::a9fe:a9fe, LINK_LOCAL",
    "64:ff9b:1:a9fe:a9:fe00::, LINK_LOCAL",
    "64:ff9b:1::a9fe:a9fe, LINK_LOCAL",
    "2002:a9fe:a9fe::1, LINK_LOCAL",
    "2001:0:a9fe:a9fe::1, LINK_LOCAL",
    "2001:0:808:808:0:0:5601:5601, LINK_LOCAL",
    "2a00:1::5efe:a9fe:a9fe, LINK_LOCAL",
    "2a00:1::200:5efe:a9fe:a9fe, LINK_LOCAL",
    "fd00::5efe:100.100.100.200, METADATA",
    "64:ff9b::168.63.129.16, METADATA",
    "2002:6464:64c8::, METADATA",
    "64:ff9b::0.0.0.1, UNSPECIFIED",
    "2002:e000:1::1, MULTICAST",
    "64:ff9b::255.255.255.255, RESERVED",
  })
  void aDisguiseIsTakenOff(String address, Guard.Ruling ruling) {
    assertThat(rule(address)).isEqualTo(ruling);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "fd12::1",
        "100.64.0.1",
        "8.8.8.8",
        "2001:db8::1",
        "2a00:1450:4001:812::200e",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
        "168.63.129.17",
        "169.253.255.255",
        "169.255.0.0",
        "223.255.255.255",
      })
  void peopleMayWatchTheirOwnNetworksAndTheWorld(String address) {
    assertThat(rule(address)).isEqualTo(Guard.Ruling.ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata.google.internal",
        "METADATA.google.INTERNAL",
        "metadata.google.internal.",
        "metadata.goog",
        "instance-data.ec2.internal",
        "metadata.tencentyun.com"
      })
  void metadataNamesAreNotEvenResolved(String name) {
    assertThat(guard.ruling(name)).isEqualTo(Guard.Ruling.METADATA);
  }

  @Test
  void otherNamesAre() {
    assertThat(guard.ruling("metadata.example")).isEqualTo(Guard.Ruling.ALLOWED);
    assertThat(guard.ruling("localhost")).isEqualTo(Guard.Ruling.ALLOWED);
  }

  @Test
  void ourOwnListenerIsForbiddenOnceAnnounced() {
    assertThat(rule("127.0.0.1", 4000)).isEqualTo(Guard.Ruling.ALLOWED);
    own.announce(List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4000)));
    assertThat(rule("127.0.0.1", 4000)).isEqualTo(Guard.Ruling.OWN_LISTENER);
    assertThat(rule("::ffff:127.0.0.1", 4000)).isEqualTo(Guard.Ruling.OWN_LISTENER);
    assertThat(rule("64:ff9b::127.0.0.1", 4000)).isEqualTo(Guard.Ruling.OWN_LISTENER);
    assertThat(rule("127.0.0.1", 4001)).isEqualTo(Guard.Ruling.ALLOWED);
    assertThat(rule("127.0.0.2", 4000)).isEqualTo(Guard.Ruling.ALLOWED);
  }

  @Test
  void aWildcardListenerIsAtEachAddressOfTheMachine() {
    own.announce(
        List.of(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 4000)),
        List.of(InetAddress.ofLiteral("192.0.2.7")));
    assertThat(rule("192.0.2.7", 4000)).isEqualTo(Guard.Ruling.OWN_LISTENER);
    assertThat(rule("127.0.0.1", 4000)).isEqualTo(Guard.Ruling.OWN_LISTENER);
    assertThat(rule("127.8.8.8", 4000)).isEqualTo(Guard.Ruling.OWN_LISTENER);
    assertThat(rule("::1", 4000)).isEqualTo(Guard.Ruling.OWN_LISTENER);
    assertThat(rule("192.0.2.8", 4000)).isEqualTo(Guard.Ruling.ALLOWED);
    assertThat(rule("192.0.2.7", 4001)).isEqualTo(Guard.Ruling.ALLOWED);
  }

  private Guard.Ruling rule(String address) {
    return rule(address, 80);
  }

  private Guard.Ruling rule(String address, int port) {
    return guard.ruling(InetAddress.ofLiteral(address), port);
  }
}
