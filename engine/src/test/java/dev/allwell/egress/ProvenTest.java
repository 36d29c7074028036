package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.Authority;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProvenTest {
  private final Authority authority = new Authority();
  private final X509Certificate leaf = authority.forName("shop.test").x509();
  private final X509Certificate[] chain = {leaf, authority.root()};
  private Instant now = Instant.now();
  private final Proven proven = new Proven(() -> now);

  @Test
  void aChainIsKnownUnderTheNameItWasProvenFor() throws Exception {
    assertThat(proven.holds(Proven.mark(chain, "shop.test"))).isFalse();
    proven.add(Proven.mark(chain, "shop.test"), chain);
    assertThat(proven.holds(Proven.mark(chain, "shop.test"))).isTrue();
    assertThat(proven.holds(Proven.mark(chain, "bank.test"))).isFalse();
  }

  @Test
  void anotherCertificateOrOrderOrLengthIsNotKnown() throws Exception {
    proven.add(Proven.mark(chain, "shop.test"), chain);
    var renewed = authority.forName("shop.test").x509();
    assertThat(proven.holds(Proven.mark(new X509Certificate[] {renewed, chain[1]}, "shop.test")))
        .isFalse();
    assertThat(proven.holds(Proven.mark(new X509Certificate[] {chain[1], leaf}, "shop.test")))
        .isFalse();
    assertThat(proven.holds(Proven.mark(new X509Certificate[] {leaf}, "shop.test"))).isFalse();
  }

  @Test
  void afterItsLastDayItIsProvenAnew() throws Exception {
    String mark = Proven.mark(chain, "shop.test");
    proven.add(mark, chain);
    now = leaf.getNotAfter().toInstant().plusMillis(1);
    assertThat(proven.holds(mark)).isFalse();
    assertThat(proven.size()).isZero();
  }

  @Test
  void whereTheClockWasSetBackBeforeItsFirstDayItIsProvenAnew() throws Exception {
    String mark = Proven.mark(chain, "shop.test");
    proven.add(mark, chain);
    now = leaf.getNotBefore().toInstant().minus(Duration.ofMillis(1));
    assertThat(proven.holds(mark)).isFalse();
  }

  @Test
  void itsMemoryIsBounded() {
    for (int i = 0; i <= Proven.MOST; i++) {
      proven.add("mark " + i, chain);
    }
    assertThat(proven.size()).isEqualTo(1);
  }
}
