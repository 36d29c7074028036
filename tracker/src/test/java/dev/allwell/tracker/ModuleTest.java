package dev.allwell.tracker;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModuleTest {
  private static final Path CLASSES = Path.of("target", "classes");

  private final ModuleDescriptor module =
      ModuleFinder.of(CLASSES).find("dev.allwell.tracker").orElseThrow().descriptor();

  @Test
  void itNeedsTheJdkAlone() {
    assertThat(
            module.requires().stream()
                .filter(needed -> !needed.modifiers().contains(Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name))
        .containsExactlyInAnyOrder("java.base", "java.net.http");
    assertThat(
            module.requires().stream()
                .filter(needed -> needed.modifiers().contains(Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name))
        .containsExactlyInAnyOrder("jdk.httpserver", "org.jspecify");
  }

  @Test
  void itExportsItsOnePackage() {
    assertThat(module.exports().stream().map(ModuleDescriptor.Exports::source).collect(toSet()))
        .containsExactly("dev.allwell.tracker");
    assertThat(module.isOpen()).isFalse();
  }

  @Test
  void itResolvesWithNothingButTheJdk() {
    ModuleLayer layer =
        ModuleLayer.boot()
            .defineModulesWithOneLoader(
                ModuleLayer.boot()
                    .configuration()
                    .resolve(
                        ModuleFinder.of(CLASSES),
                        ModuleFinder.of(),
                        java.util.Set.of("dev.allwell.tracker")),
                ClassLoader.getPlatformClassLoader());

    Module found = layer.findModule("dev.allwell.tracker").orElseThrow();
    assertThat(found.isNamed()).isTrue();
    assertThat(found.getPackages()).containsExactly("dev.allwell.tracker");
  }
}
