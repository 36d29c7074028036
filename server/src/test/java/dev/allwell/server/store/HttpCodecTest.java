package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allwell.engine.Examples;
import dev.allwell.model.Guidance;
import dev.allwell.model.Handling;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Service;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpCodecTest {
  @TempDir Path folder = Path.of("");

  @Test
  void whatAnOldRowDoesNotSayIsAsItWasThen() throws Exception {
    var codec = codec();
    Service service = Examples.registration(1, "a").service();
    var json = JsonMapper.builder().build();
    var row = json.readTree(codec.write(new DefinitionCodec.Stored(service, Handling.NONE)));
    var check = (ObjectNode) row.required("check");
    check.remove(
        List.of("secret-headers", "host-header", "auth", "expect-body", "max-body", "version"));
    assertThat(codec.read(row.toString(), new Sharing()).service()).isEqualTo(service);
  }

  @Test
  void guidanceThatNobodyStatedTakesNoRoom() {
    var codec = codec();
    Service plain = Examples.registration(1, "a").service();
    String row = codec.write(new DefinitionCodec.Stored(plain, Handling.NONE));
    assertThat(row).doesNotContain("guidance", "Not stated");
    assertThat(codec.read(row, new Sharing()).service().labels().guidance())
        .isSameAs(Guidance.DEFAULT);
  }

  @Test
  void anOldRowThatDoesNotSayWhoMadeItCountsAsStatedByTheApi() throws Exception {
    var codec = codec();
    var service = Examples.registration(1, "a").service();
    var registered = new DefinitionCodec.Stored(service, Handling.of(false, true));
    var row = (ObjectNode) JsonMapper.builder().build().readTree(codec.write(registered));
    assertThat(codec.read(row.toString(), new Sharing())).isEqualTo(registered);

    row.remove("registered");

    var stated = new DefinitionCodec.Stored(service, Handling.NONE);
    assertThat(codec.read(row.toString(), new Sharing())).isEqualTo(stated);
    assertThat(codec.write(stated)).isEqualTo(row.toString());
  }

  @Test
  void noSecretIsWrittenAsItIs() {
    var codec = codec();
    Examples.services()
        .filter(service -> service.check() instanceof HttpCheck)
        .forEach(service -> {
          String row = codec.write(new DefinitionCodec.Stored(service, Handling.NONE));
          assertThat(row).doesNotContain("hush", "t0ken", ":pass");
          var headers = ((HttpCheck) service.check()).request().secretHeaders();
          headers.keySet().forEach(name -> assertThat(row).contains(name));
          assertThat(codec.read(row, new Sharing()).service()).isEqualTo(service);
        });
  }

  @Test
  void thePasswordOfAProxyIsSealed() {
    var codec = codec();
    var services =
        Examples.services().filter(service -> service.check().route().proxy().isPresent()).toList();
    assertThat(services).hasSizeGreaterThan(1);
    services.forEach(service -> {
      String row = codec.write(new DefinitionCodec.Stored(service, Handling.NONE));
      assertThat(row).contains("\"proxy\"").doesNotContain("sesame");
      assertThat(codec.read(row, new Sharing()).service()).isEqualTo(service);
    });
  }

  private DefinitionCodec codec() {
    return new DefinitionCodec(new SecretBox(KeyFile.beside(folder.resolve("ledger.db"))));
  }
}
