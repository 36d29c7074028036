package dev.allwell.server.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definitions;
import dev.allwell.model.Category;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.StatusSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyReaderTest {
  private static final String SHOP = "/ft/healthcheck/shop";
  private static final String READ = "/ft/healthcheck-categories/read";
  private final KeyReader reader = reader(Optional.empty());

  private static KeyReader reader(Optional<String> router) {
    var definitions = new Definitions(Comparison.ours(Defaults.CONFIG));
    return new KeyReader(new Keyspace("/ft"), definitions, router);
  }

  static Picture picture(Map<String, String> texts) {
    var keys = new TreeMap<String, Held>();
    texts.forEach((key, text) -> keys.put(key, Held.of(text.getBytes(StandardCharsets.UTF_8), 7)));
    return new Picture(1, 7, keys);
  }

  /// What is there under a key.
  static <T> T at(Map<String, T> map, String key) {
    return Optional.ofNullable(map.get(key)).orElseThrow();
  }

  private Stated read(String... keysAndTexts) {
    return reader.read(picture(pairs(keysAndTexts)));
  }

  private static Map<String, String> pairs(String... keysAndTexts) {
    var texts = new TreeMap<String, String>();
    for (int i = 0; i < keysAndTexts.length; i += 2) {
      texts.put(keysAndTexts[i], keysAndTexts[i + 1]);
    }
    return texts;
  }

  private static List<String> problems(Stated stated) {
    return stated.problems().stream().map(Object::toString).toList();
  }

  private static HttpCheck check(Service service) {
    return (HttpCheck) service.check();
  }

  @Nested
  class OfAService {
    @Test
    void aUrlIsEnough() {
      var stated = read(SHOP + "/url", "http://shop.test:8080");
      var shop = at(stated.services(), "shop");
      assertThat(stated.problems()).isEmpty();
      assertThat(shop.name()).isEqualTo("shop");
      assertThat(shop.source()).isEqualTo(Source.ETCD);
      assertThat(shop.url()).isEqualTo("http://shop.test:8080/__health");
      assertThat(shop.labels().categories()).isEmpty();
      assertThat(shop.labels().ack()).isEmpty();
      assertThat(check(shop).expect().status()).isEqualTo(StatusSet.OK);
    }

    @Test
    void allItsKeysAreRead() {
      var stated =
          read(
              SHOP + "/url", "https://shop.test/base/",
              SHOP + "/path", "/deep/health?x=1",
              SHOP + "/categories", " read, write ,,read,",
              SHOP + "/ack", " we know\n");
      var shop = at(stated.services(), "shop");
      assertThat(stated.problems()).isEmpty();
      assertThat(shop.url()).isEqualTo("https://shop.test/base/deep/health?x=1");
      assertThat(shop.labels().categories()).containsExactly("read", "write");
      assertThat(shop.labels().ack()).isEqualTo("we know");
      assertThat(stated.acks()).isEqualTo(1);
    }

    @Test
    void withoutAUrlItIsReachedThroughTheRouter() {
      var stated =
          reader(Optional.of("http://router.test:8080"))
              .read(picture(pairs(SHOP + "/path", "/h", SHOP + "/categories", "read")));
      var check = check(at(stated.services(), "shop"));
      assertThat(stated.problems()).isEmpty();
      assertThat(check.endpoint().host()).isEqualTo("router.test");
      assertThat(check.path()).isEqualTo("/health/shop/h");
      assertThat(check.request().host()).contains("shop");
    }

    @Test
    void withNeitherUrlNorRouterItIsNamed() {
      var stated = read(SHOP + "/path", "/h");
      assertThat(stated.services()).isEmpty();
      assertThat(stated.unreadable()).containsExactly("shop");
      assertThat(problems(stated))
          .containsExactly(
              SHOP + "/url: missing: expected where the service is, such as \"http://shop:8080\"");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"shop", "ftp://shop", "http://", "http://a b", "http://x?y", "http://u:p@h"})
    void aUrlThatCannotBeIsNamedAndLeavesTheServiceAsItWas(String url) {
      var stated = read(SHOP + "/url", url, SHOP + "/path", "/h");
      assertThat(stated.services()).isEmpty();
      assertThat(stated.unreadable()).containsExactly("shop");
      assertThat(problems(stated)).hasSize(1).first().asString().startsWith(SHOP + "/url: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"health", "/a b", "/%zz", "/#x"})
    void ofAPathThatCannotBeTheDefaultHolds(String path) {
      var stated = read(SHOP + "/url", "http://shop.test", SHOP + "/path", path);
      assertThat(at(stated.services(), "shop").url()).isEqualTo("http://shop.test/__health");
      assertThat(problems(stated))
          .hasSize(1)
          .first()
          .asString()
          .startsWith(SHOP + "/path: ")
          .endsWith("/__health holds");
    }

    @Test
    void aCategoryThatCannotBeIsLeftOut() {
      var stated =
          read(SHOP + "/url", "http://shop.test", SHOP + "/categories", "read,a\u0007b,..,write");
      assertThat(at(stated.services(), "shop").labels().categories())
          .containsExactly("read", "write");
      assertThat(problems(stated)).hasSize(2).allMatch(it -> it.startsWith(SHOP + "/categories: "));
    }

    @Test
    void hundredsOfCategoriesAreNotKept() {
      var many = new StringBuilder();
      for (int i = 0; i < 300; i++) {
        many.append("c").append(i).append(',');
      }
      var stated = read(SHOP + "/url", "http://shop.test", SHOP + "/categories", many.toString());
      assertThat(at(stated.services(), "shop").labels().categories()).hasSize(64);
      assertThat(problems(stated)).hasSize(1);
    }

    @Test
    void valuesThatNobodyCanReadAreNamed() {
      var keys = new TreeMap<String, Held>();
      var bytes = new byte[] {(byte) 0xff, (byte) 0xfe};
      keys.put(SHOP + "/url", Held.of("http://shop.test".getBytes(StandardCharsets.UTF_8), 1));
      keys.put(SHOP + "/path", Held.of(bytes, 1));
      keys.put(SHOP + "/ack", Held.of(new byte[20_000], 1));
      var stated = reader.read(new Picture(1, 1, keys));
      assertThat(at(stated.services(), "shop").url()).isEqualTo("http://shop.test/__health");
      assertThat(problems(stated))
          .containsExactlyInAnyOrder(
              SHOP + "/path: is not UTF-8; /__health holds",
              SHOP + "/ack: is larger than 16 KiB: 20000 bytes; nothing is acknowledged");
    }

    @Test
    void ofTwoThatMakeOneIdTheFirstStays() {
      var stated =
          read(
              "/ft/healthcheck/a.b/url", "http://one.test",
              "/ft/healthcheck/a_b/url", "http://two.test");
      assertThat(stated.services()).containsOnlyKeys("a-b");
      assertThat(at(stated.services(), "a-b").name()).isEqualTo("a.b");
      assertThat(problems(stated))
          .containsExactly(
              "/ft/healthcheck/a_b: its id \"a-b\" is that of the service \"a.b\" too, which stays");
    }

    @Test
    void aNameWithoutAnyLetterIsNamed() {
      var stated = read("/ft/healthcheck/--/url", "http://one.test");
      assertThat(stated.services()).isEmpty();
      assertThat(stated.unreadable()).isEmpty();
      assertThat(problems(stated)).hasSize(1).first().asString().startsWith("/ft/healthcheck/--: ");
    }

    @Test
    void anAckAlonePausesNothing() {
      var stated = read(SHOP + "/url", "http://shop.test", SHOP + "/ack", "   ");
      assertThat(at(stated.services(), "shop").labels().ack()).isEmpty();
    }

    @Test
    void theSameKeysMakeTheSameService() {
      var first = at(read(SHOP + "/url", "http://shop.test").services(), "shop");
      var second = at(read(SHOP + "/url", "http://shop.test").services(), "shop");
      assertThat(second).isSameAs(first);
      var third = read(SHOP + "/url", "http://shop.test", SHOP + "/ack", "x");
      assertThat(at(third.services(), "shop")).isNotEqualTo(first);
    }
  }

  @Nested
  class OfACategory {
    @Test
    void itsDefaultsAreThoseOfTheOriginal() {
      assertThat(at(read(READ + "/sticky", "true").categories(), "read"))
          .isEqualTo(new Category("read", Source.ETCD, Duration.ofSeconds(60), false, true, true));
    }

    @Test
    void theCategoryOfAllHasNoPeriodUnlessOneIsSet() {
      var key = "/ft/healthcheck-categories/default/";
      assertThat(at(read(key + "sticky", "true").categories(), "default").period()).isEmpty();
      assertThat(at(read(key + "period_seconds", "5").categories(), "default").period())
          .contains(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "300,300", "' 15 ',15", "2592000,2592000"})
    void aPeriodIsInWholeSeconds(String text, long seconds) {
      var stated = read(READ + "/period_seconds", text);
      assertThat(stated.problems()).isEmpty();
      assertThat(at(stated.categories(), "read").period()).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "1m", "2592001", "99999999999999999999", "x"})
    void ofAPeriodThatCannotBeTheDefaultHolds(String text) {
      var stated = read(READ + "/period_seconds", text);
      assertThat(at(stated.categories(), "read").period()).contains(Duration.ofSeconds(60));
      assertThat(problems(stated))
          .containsExactly(
              READ
                  + "/period_seconds: expected whole seconds from 1 to 2592000, got \""
                  + text
                  + "\"; the default holds");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "1,true", "T,true", "false,false", "0,false", "' FALSE ',false"})
    void flagsAreReadAsGoDoes(String text, boolean meaning) {
      var stated = read(READ + "/enabled", text, READ + "/is_resilient", text);
      assertThat(stated.problems()).isEmpty();
      assertThat(at(stated.categories(), "read").enabled()).isEqualTo(meaning);
      assertThat(at(stated.categories(), "read").resilient()).isEqualTo(meaning);
    }

    @Test
    void whatIsNoFlagCountsAsItsDefault() {
      var stated =
          read(READ + "/enabled", "no", READ + "/is_resilient", "yes", READ + "/sticky", "");
      var category = at(stated.categories(), "read");
      assertThat(category.enabled()).isTrue();
      assertThat(category.resilient()).isFalse();
      assertThat(category.sticky()).isFalse();
      assertThat(problems(stated))
          .containsExactlyInAnyOrder(
              READ + "/enabled: expected true or false, got \"no\"; it counts as true",
              READ + "/is_resilient: expected true or false, got \"yes\"; it counts as false",
              READ + "/sticky: expected true or false, got \"\"; it counts as false");
    }

    @Test
    void aNameThatNoServiceCouldSayIsNamed() {
      var stated = read("/ft/healthcheck-categories/a,b/enabled", "true");
      assertThat(stated.categories()).isEmpty();
      assertThat(problems(stated))
          .containsExactly(
              "/ft/healthcheck-categories/a,b: is no name of a category, and none is made of it");
    }
  }

  @Nested
  class OfTheWhole {
    @Test
    void itsAckIsAText() {
      var key = "/ft/config/aggregate-healthcheck/cluster-ack";
      assertThat(read(key, " moving house ").ack()).isEqualTo("moving house");
      assertThat(read(key, " ").ack()).isEmpty();
      assertThat(read().ack()).isEmpty();
      assertThat(read(key, "x".repeat(9000)).ack()).hasSize(512);
    }
  }
}
