package dev.allwell.server.config.yaml;

import dev.allwell.server.config.Config;
import dev.allwell.server.config.Overrides;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a configuration comes from: a file or a folder of files, the environment that its values
/// name, what holds where it is silent, and the flags that rule it.
///
/// @param path of the file or folder
/// @param environment the variables there are
/// @param base what holds for keys that are not there; without services
/// @param flags what the command line says
public record Origin(Path path, Map<String, String> environment, Config base, Overrides flags) {

  public Origin {
    environment = Map.copyOf(environment);
  }

  /// Reads all of it as it is now. Blocks.
  public Reading read() {
    try {
      var budget = Budget.ofThisJvm();
      return new Reader(this, budget).read(Texts.read(path, budget));
    } catch (IOException e) {
      return new Reading.Unreadable("cannot read " + path + ": " + Trouble.plain(e));
    }
  }

  /// All that holds, as YAML that can be read again: defaults filled in, secrets as `***`. Empty
  /// when it is not good, or cannot be read. Blocks.
  public Optional<String> effective() {
    try {
      var budget = Budget.ofThisJvm();
      return new Reader(this, budget).effective(Texts.read(path, budget)).map(ConfigText::of);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// What holds where no file says anything, as YAML.
  public static String nothing(Config base) {
    var origin = new Origin(Path.of(""), Map.of(), base, Overrides.NONE);
    return ConfigText.of(new Reader(origin).nothing());
  }

  /// The files that there are now, secrets aside. Blocks.
  ///
  /// @throws IOException when file or folder cannot be looked at
  public List<Path> files() throws IOException {
    return Texts.paths(path);
  }

  /// What relative paths in the files are relative to.
  Path folder() {
    if (path.toFile().isDirectory()) {
      return path;
    }
    var parent = path.getParent();
    return parent == null ? Path.of("") : parent;
  }
}
