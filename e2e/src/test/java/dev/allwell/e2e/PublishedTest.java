package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// What the tracker's libraries are published with. That their javadoc is whole, its own build
/// sees.
class PublishedTest {
  private static final int JAVA_17 = 61;

  @ParameterizedTest
  @ValueSource(strings = {"tracker", "tracker-servlet", "tracker-spring-boot-starter"})
  void aLibraryStandsAlone(String module) throws Exception {
    Element pom = pom(module);
    assertThat(text(pom, "artifactId")).first().isEqualTo("allwell-" + module);
    assertThat(text(pom, "name")).isNotEmpty();
    assertThat(text(pom, "description")).isNotEmpty();
    assertThat(text(pom, "parent")).isEmpty();
    assertThat(text(pom, "dependencyManagement")).isEmpty();
    assertThat(text(pom, "version")).isNotEmpty().noneMatch(version -> version.contains("$"));
    assertThat(text(pom, "scope")).isNotEmpty().isSubsetOf("compile", "provided");

    Path jar = Product.root().resolve(module + "/target").resolve(name(pom) + ".jar");
    assertThat(entries(jar)).anyMatch(entry -> entry.endsWith(".class"));
    assertThat(entries(jar.resolveSibling(name(pom) + "-sources.jar")))
        .anyMatch(entry -> entry.endsWith("package-info.java"));
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          assertThat(in.readNBytes(8)[7]).as(entry.getName()).isEqualTo((byte) JAVA_17);
        }
      }
    }
  }

  @Test
  void theTrackerStandsOnNothing() throws Exception {
    Element pom = pom("tracker");
    assertThat(text(pom, "scope")).containsExactly("provided");
    assertThat(text(pom, "artifactId")).containsExactly("allwell-tracker", "jspecify");
    assertThat(entries(Product.root().resolve("tracker/target").resolve(name(pom) + ".jar")))
        .contains("module-info.class");
  }

  private static Element pom(String module) throws Exception {
    Path file = Product.root().resolve(module + "/target/published.pom");
    assertThat(file).isRegularFile();
    try (InputStream in = Files.newInputStream(file)) {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(in)
          .getDocumentElement();
    }
  }

  private static String name(Element pom) {
    return text(pom, "artifactId").getFirst() + "-" + text(pom, "version").getFirst();
  }

  private static List<String> text(Element pom, String tag) {
    NodeList nodes = pom.getElementsByTagName(tag);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent().strip());
    }
    return texts;
  }

  private static List<String> entries(Path jar) throws Exception {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }
}
