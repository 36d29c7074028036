package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Examples;
import dev.allwell.engine.Ledger.Entry;
import dev.allwell.engine.LedgerException;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Proxy;
import dev.allwell.model.Registration;
import dev.allwell.model.Route;
import dev.allwell.model.Secret;
import dev.allwell.model.Service;
import dev.allwell.model.TcpCheck;
import dev.allwell.model.TlsSettings;
import dev.allwell.model.TlsSettings.ClientCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a definition holds in secret is not to be found in the store without its key.
class SecretsAtRestTest {
  private static final String SWORD = "swordfish-swordfish";

  @TempDir Path folder = Path.of("");

  @Test
  void aSecretIsNotInTheFileAndComesBack() throws IOException {
    record(List.of(new Entry.Put(secretive(1, "a"))));
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(SWORD);
      }
    }
    try (var ledger = open()) {
      assertThat(ledger.load().registrations()).containsExactly(secretive(1, "a"));
    }
  }

  @Test
  void withoutTheKeyItsServicesAreNamedAndTheOthersStay() throws IOException {
    record(
        List.of(
            new Entry.Put(secretive(1, "a")), new Entry.Put(Examples.registration(2, "plain"))));
    Files.delete(folder.resolve("secret.key"));
    try (var ledger = open()) {
      var book = ledger.load();
      assertThat(book.registrations()).extracting(Registration::id).containsExactly("plain");
      assertThat(book.intact()).isFalse();
      assertThat(ledger.damaged())
          .containsExactly(
              "service 1 (a): its secret cannot be opened: no " + folder.resolve("secret.key"));
    }
  }

  @Test
  void whatCannotBeSealedIsNotRecordedAndHoldsNobodyUp() throws IOException {
    Files.createDirectory(folder.resolve("secret.key"));
    try (var ledger = open()) {
      assertThatThrownBy(() -> ledger.record(List.of(new Entry.Put(secretive(1, "a")))))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("no secret can be kept without its key");
      ledger.record(List.of(new Entry.Put(Examples.registration(2, "plain"))));
      assertThat(ledger.load().registrations())
          .extracting(Registration::id)
          .containsExactly("plain");
    }
  }

  private void record(List<Entry> entries) {
    try (var ledger = open()) {
      ledger.record(entries);
    }
  }

  private SqliteLedger open() {
    return SqliteLedger.open(folder.resolve("ledger.db"), Ticker.SYSTEM);
  }

  private static Registration secretive(long number, String id) {
    var plain = Examples.registration(number, id);
    var service = plain.service();
    var tls =
        new TlsSettings(true, false, null, null, new ClientCertificate("chain", new Secret(SWORD)));
    var login = new Proxy.Login("watch", new Secret(SWORD));
    var proxy = new Proxy(Proxy.Kind.SOCKS5, new Endpoint("proxy.test", 1080), login);
    var check = TcpCheck.of(new Endpoint("a.test", 443), true).with(new Route(tls).by(proxy));
    return new Registration(
        number,
        new Service(
            service.identity(),
            service.source(),
            check,
            service.schedule(),
            service.rules(),
            service.labels()),
        plain.created(),
        plain.updated());
  }
}
