package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.Finished;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// What the tracker's libraries are published with, here and at Maven Central. That their javadoc
/// is whole, its own build sees.
class PublishedTest {
  private static final int JAVA_17 = 61;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String FLATTEN = "flatten:flatten@a-pom-that-stands-alone";

  private static final List<String> LIBRARIES =
      List.of("tracker", "tracker-servlet", "tracker-spring-boot-starter");

  @ParameterizedTest
  @FieldSource("LIBRARIES")
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

  @Test
  void withoutItsOwnersWordNothingIsPromisedInTheirName() throws Exception {
    Element pom = pom("tracker");
    for (String tag : List.of("developers", "scm")) {
      assertThat(text(pom, tag)).as(tag).isEmpty();
    }
    assertThat(text(pom, "licenses")).containsExactly("NOASSERTION");
  }

  @Test
  void mavenCentralGetsAllThatItAsksFor(@TempDir Path folder) throws Exception {
    copyPoms(folder);
    Finished done =
        central(
            folder,
            "-Dpublish.url=https://project.example/",
            "-Dpublish.scm=https://sources.example/project",
            "-Dpublish.licence=Example-1.0",
            "-Dpublish.licence.url=https://licence.example/");
    assertThat(done.exit()).as("%s", done).isZero();
    for (String module : LIBRARIES) {
      Element pom = read(folder.resolve(module + "/target/published.pom"));
      assertThat(text(pom, "url"))
          .containsOnly(
              "https://project.example/",
              "https://licence.example/",
              "https://sources.example/project");
      assertThat(text(pom, "licenses")).singleElement().asString().contains("Example-1.0");
      assertThat(text(pom, "developers")).singleElement().asString().contains("Allwell");
      assertThat(text(pom, "connection"))
          .containsExactly("scm:git:https://sources.example/project");
    }
  }

  @Test
  void whatIsMissingForMavenCentralIsNamed(@TempDir Path folder) throws Exception {
    copyPoms(folder);
    Finished done = central(folder, "-Dpublish.url=https://project.example/");
    assertThat(done.exit()).isNotZero();
    assertThat(done.out())
        .anyMatch(line -> line.contains("-Dpublish.licence=: "))
        .anyMatch(line -> line.contains("-Dpublish.scm=: "))
        .noneMatch(line -> line.contains("-Dpublish.url=: "));
  }

  /// Maven needs all modules' POMs to know one.
  private static void copyPoms(Path folder) throws Exception {
    try (Stream<Path> files = Files.find(Product.root(), 3, PublishedTest::isPom)) {
      for (Path pom : files.toList()) {
        Path copy = folder.resolve(Product.root().relativize(pom).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(pom, copy);
      }
    }
  }

  private static boolean isPom(Path file, BasicFileAttributes attributes) {
    return file.endsWith("pom.xml") && !file.toString().contains("/target/");
  }

  private static Finished central(Path folder, String... properties) {
    return Product.allwell("mvn", "-B", "-o", "-f", folder.resolve("pom.xml").toString())
        .plus("-DskipChecks", "-Pcentral", "-pl", String.join(",", LIBRARIES))
        .plus(properties)
        .plus("validate", FLATTEN)
        .run(PATIENCE);
  }

  private static Element pom(String module) throws Exception {
    return read(Product.root().resolve(module + "/target/published.pom"));
  }

  private static Element read(Path file) throws Exception {
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
