package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.Guard.Ruling;
import dev.allwell.egress.Policy.Profile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The guard of whoever checks on behalf of others, and the exceptions that a policy makes.
class PublicGuardTest {
  private final OwnListeners own = new OwnListeners();
  private final Guard guard = guard(Profile.PUBLIC);

  private Guard guard(Profile profile, String... allowed) {
    return new Guard(own, new Policy(profile, Stream.of(allowed).map(Prefix::parse).toList()));
  }

  /// What is just outside of each range: so the ranges end where they should.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0.0",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "191.255.255.255",
        "192.0.0.9",
        "192.0.0.10",
        "192.0.1.0",
        "192.0.1.255",
        "192.0.3.0",
        "192.31.196.1",
        "192.52.193.1",
        "192.88.98.255",
        "192.88.100.0",
        "192.167.255.255",
        "192.169.0.0",
        "192.175.48.1",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.99.255",
        "198.51.101.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        "2000::",
        "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:1::1",
        "2001:1::2",
        "2001:1::3",
        "2001:3::",
        "2001:3:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:4:112::",
        "2001:4:112:ffff:ffff:ffff:ffff:ffff",
        "2001:20::",
        "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:30::",
        "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:200::",
        "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db9::",
        "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2003::",
        "2620:4f:8000::1",
        "2a00:1450:4001:812::200e",
        "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff:1000::",
        "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "64:ff9b::8.8.8.8",
        "2a00:1::5efe:808:808",
      })
  void whatIsRoutedGloballyMayBeCalled(String address) {
    assertThat(rule(address)).isEqualTo(Ruling.ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0",
        "10.20.30.40",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.0",
        "127.0.0.1",
        "127.255.255.255",
        "172.16.0.0",
        "172.20.0.1",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.8",
        "192.0.0.11",
        "192.0.0.170",
        "192.0.0.255",
        "192.0.2.0",
        "192.0.2.255",
        "192.88.99.0",
        "192.88.99.2",
        "192.88.99.255",
        "192.168.0.0",
        "192.168.1.1",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.0",
        "198.51.100.255",
        "203.0.113.0",
        "203.0.113.255",
        "::1",
        "::2",
        "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff",
        "64:ff9b:0:0:0:1::",
        "64:ff9b:1::",
        "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
        "100::",
        "100::ffff:ffff:ffff:ffff",
        "100:0:0:1::",
        "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001::",
        "2001:1::",
        "2001:1::4",
        "2001:2::",
        "2001:2:0:ffff:ffff:ffff:ffff:ffff",
        "2001:4:111:ffff:ffff:ffff:ffff:ffff",
        "2001:4:113::",
        "2001:10::",
        "2001:1f:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:40::",
        "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db8::",
        "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "2002::",
        "2002:808:808::1",
        "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff::",
        "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
        "4000::",
        "5f00::1",
        "fc00::",
        "fd12:3456::1",
        "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fec0::1",
      })
  void nothingElseMay(String address) {
    assertThat(rule(address)).isEqualTo(Ruling.NOT_PUBLIC);
    assertThat(rule(guard(Profile.SELF_HOSTED), address)).isNotEqualTo(Ruling.NOT_PUBLIC);
  }

  /// Each range of IPv4, in each disguise that is itself a global address.
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, a00:1",
    "100.64.0.1, 6440:1",
    "127.0.0.1, 7f00:1",
    "172.16.0.1, ac10:1",
    "192.0.0.1, c000:1",
    "192.0.2.1, c000:201",
    "192.88.99.1, c058:6301",
    "192.168.0.1, c0a8:1",
    "198.18.0.1, c612:1",
    "198.51.100.1, c633:6401",
    "203.0.113.1, cb00:7101",
  })
  void noDisguiseHelps(String dotted, String hex) {
    assertThat(rule("::ffff:" + dotted)).isEqualTo(Ruling.NOT_PUBLIC);
    assertThat(rule("64:ff9b::" + hex)).isEqualTo(Ruling.NOT_PUBLIC);
    assertThat(rule("2a00:1::5efe:" + hex)).isEqualTo(Ruling.NOT_PUBLIC);
    assertThat(rule("2a00:1::200:5efe:" + hex)).isEqualTo(Ruling.NOT_PUBLIC);
  }

  /// These lead nowhere by themselves in the public internet, whatever they hold.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "::8.8.8.8",
        "::ffff:0:8.8.8.8",
        "64:ff9b:1:808:8:800::",
        "2002:808:808::1",
        "2001:0:808:808:0:0:f7f7:f7f7",
      })
  void someDisguisesAreRefusedThemselves(String address) {
    assertThat(rule(address)).isEqualTo(Ruling.NOT_PUBLIC);
  }

  @ParameterizedTest
  @CsvSource({
    "169.254.169.254, LINK_LOCAL",
    "64:ff9b::a9fe:a9fe, LINK_LOCAL",
    "fe80::1, LINK_LOCAL",
    "168.63.129.16, METADATA",
    "100.100.100.200, METADATA",
    "fd00:ec2::254, METADATA",
    "0.0.0.0, UNSPECIFIED",
    "::, UNSPECIFIED",
    "224.0.0.1, MULTICAST",
    "ff02::1, MULTICAST",
    "255.255.255.255, RESERVED",
  })
  void theFloorHoldsThereToo(String address, Ruling ruling) {
    assertThat(rule(address)).isEqualTo(ruling);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        21, 23, 25, 110, 119, 143, 194, 465, 587, 993, 995, 2525, 6379, 6660, 6665, 6667, 6669,
        6697, 11_211
      })
  void httpMayNotGoToWhereItDoesHarm(int port) {
    assertThat(guard.rulingOfHttp(port)).isEqualTo(Ruling.HTTP_PORT);
    assertThat(guard(Profile.SELF_HOSTED).rulingOfHttp(port)).isEqualTo(Ruling.ALLOWED);
    assertThat(guard.ruling(InetAddress.ofLiteral("8.8.8.8"), port)).isEqualTo(Ruling.ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 22, 24, 26, 80, 443, 466, 588, 6659, 6670, 6698, 8080, 65_535})
  void otherPortsAreOpenToIt(int port) {
    assertThat(guard.rulingOfHttp(port)).isEqualTo(Ruling.ALLOWED);
  }

  @Test
  void aPolicyMayMakeExceptionsFromTheFloor() {
    var lower = guard(Profile.SELF_HOSTED, "169.254.169.254", "fe80::/10", "fd00:ec2::254");
    assertThat(rule(lower, "169.254.169.254")).isEqualTo(Ruling.ALLOWED);
    assertThat(rule(lower, "169.254.169.253")).isEqualTo(Ruling.LINK_LOCAL);
    assertThat(rule(lower, "169.254.169.255")).isEqualTo(Ruling.LINK_LOCAL);
    assertThat(rule(lower, "fe80::1")).isEqualTo(Ruling.ALLOWED);
    assertThat(rule(lower, "febf:ffff::1")).isEqualTo(Ruling.ALLOWED);
    assertThat(rule(lower, "fd00:ec2::254")).isEqualTo(Ruling.ALLOWED);
    assertThat(rule(lower, "100.100.100.200")).isEqualTo(Ruling.METADATA);
    assertThat(lower.ruling("metadata.google.internal")).isEqualTo(Ruling.METADATA);
  }

  /// What may be called may be called however it is written; and an exception for the outside of a
  /// disguise is none for what hides in it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "::ffff:169.254.169.254",
        "::ffff:0:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1:a9fe:a9:fe00::",
        "2002:a9fe:a9fe::1",
        "2001:0:a9fe:a9fe:0:0:f7f7:f7f7",
        "2001:0:808:808:0:0:5601:5601",
        "2a00:1::5efe:a9fe:a9fe",
        "2a00:1::200:5efe:a9fe:a9fe",
      })
  void anExceptionHoldsForWhatIsUnderTheDisguise(String disguised) {
    var inside = guard(Profile.SELF_HOSTED, "169.254.169.254");
    var outside = guard(Profile.SELF_HOSTED, "::/0");
    boolean six = InetAddress.ofLiteral(disguised).getAddress().length > 4;
    assertThat(rule(inside, disguised)).isEqualTo(Ruling.ALLOWED);
    assertThat(rule(outside, disguised)).isEqualTo(Ruling.LINK_LOCAL);
    assertThat(six).isEqualTo(!disguised.startsWith("::ffff:169"));
  }

  @Test
  void anExceptionHoldsInPublicToo() {
    var one = guard(Profile.PUBLIC, "10.1.2.3", "168.63.129.16", "64:ff9b:1::/48");
    assertThat(rule(one, "10.1.2.3")).isEqualTo(Ruling.ALLOWED);
    assertThat(rule(one, "64:ff9b::10.1.2.3")).isEqualTo(Ruling.ALLOWED);
    assertThat(rule(one, "10.1.2.4")).isEqualTo(Ruling.NOT_PUBLIC);
    assertThat(rule(one, "168.63.129.16")).isEqualTo(Ruling.ALLOWED);
    assertThat(rule(one, "64:ff9b:1:808:8:800::")).isEqualTo(Ruling.ALLOWED);
    assertThat(rule(one, "64:ff9b:1:a00:0:100::")).isEqualTo(Ruling.NOT_PUBLIC);
  }

  @Test
  void neverForOurOwnListeners() {
    own.announce(List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4000)));
    for (var profile : Profile.values()) {
      var open = guard(profile, "0.0.0.0/0", "::/0");
      for (var address :
          List.of(
              "127.0.0.1",
              "::ffff:127.0.0.1",
              "64:ff9b::127.0.0.1",
              "2002:7f00:1::",
              "0.0.0.0", // leads to this machine too
              "::",
              "64:ff9b::0.0.0.0")) {
        assertThat(open.ruling(InetAddress.ofLiteral(address), 4000))
            .as(address)
            .isEqualTo(Ruling.OWN_LISTENER);
        assertThat(open.ruling(InetAddress.ofLiteral(address), 4001))
            .as(address)
            .isEqualTo(Ruling.ALLOWED);
      }
    }
  }

  @Test
  void onlyThePublicProfileWantsAllOfAName() {
    assertThat(guard.wantsAll()).isTrue();
    assertThat(guard(Profile.SELF_HOSTED).wantsAll()).isFalse();
  }

  private Ruling rule(String address) {
    return rule(guard, address);
  }

  private static Ruling rule(Guard guard, String address) {
    return guard.ruling(InetAddress.ofLiteral(address), 443);
  }
}
