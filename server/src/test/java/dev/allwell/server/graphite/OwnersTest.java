package dev.allwell.server.graphite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnersTest {
  private static Ring ring(long number, String name) {
    return new Ring(number, name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "shop|shop",
        "Shop_2-b|Shop_2-b",
        "shop.eu.1|shop-eu-1",
        "../../etc/passwd|------etc-passwd",
        "/|-",
        "a b|a-b",
        "a\tb|a-b",
        "a;tag=1|a-tag-1",
        "a*{b,c}[d]?|a--b-c--d--",
        "büro|b-ro",
        "\uD83D\uDD25|-",
        ".|-",
        "..|--",
      })
  void aNameIsOnePartOfAPath(String name, String part) {
    assertThat(Owners.part(name)).isEqualTo(part);
  }

  @Test
  void aNameIsNeverLongerThanAFilesMayBe() {
    assertThat(Owners.part("a".repeat(1000))).isEqualTo("a".repeat(200));
    assertThat(Owners.part("é".repeat(1000))).isEqualTo("-".repeat(200));
  }

  @Test
  void halfACharacterIsOneToo() {
    assertThat(Owners.part("a" + (char) 0xD83D + "b")).isEqualTo("a-b");
  }

  @Test
  void aNameThatStaysIsNotCopied() {
    var name = "sh".concat("op");
    assertThat(Owners.part(name)).isSameAs(name);
  }

  @Test
  void ofTwoNamesThatBecomeOneTheOlderServicesCounts() {
    var old = ring(3, "a.b");
    var middle = ring(5, "a-b");
    var young = ring(9, "a b");
    var other = ring(4, "b");
    for (var order :
        List.of(List.of(old, middle, young, other), List.of(other, young, middle, old))) {
      var owners = new Owners(order);
      assertThat(order).filteredOn(owners::owns).containsExactlyInAnyOrder(old, other);
      assertThat(owners.without()).containsExactlyInAnyOrder(middle, young);
      assertThat(owners.numbersWithout()).containsExactlyInAnyOrder(5L, 9L);
      assertThat(owners.nameBefore(young)).isEqualTo("a.b");
    }
  }

  @Test
  void aServiceThatCameMeanwhileHasNoNameYet() {
    var owners = new Owners(List.of(ring(3, "a")));
    assertThat(owners.owns(ring(4, "b"))).isFalse();
    assertThat(owners.owns(ring(4, "a!"))).isFalse();
  }

  @Test
  void aServiceThatTookTheNameOfAnotherGoesOnWithItsSeries() {
    var removed = ring(3, "a.b");
    var anew = ring(9, "a.b");
    var other = ring(5, "a-b");
    var owners = new Owners(List.of(anew, other, removed));
    assertThat(owners.owns(removed)).isTrue();
    assertThat(owners.owns(anew)).isTrue();
    assertThat(owners.without()).containsExactly(other);
  }
}
