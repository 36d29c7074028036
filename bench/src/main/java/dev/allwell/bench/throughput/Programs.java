package dev.allwell.bench.throughput;

import dev.allwell.bench.Unfit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What other people's programs the rig needs, and which Debian package brings each.
enum Programs {
  NGINX("nginx", "nginx-light"),
  NSD("nsd", "nsd"),
  NSD_CONTROL("nsd-control", "nsd"),
  WRK("wrk", "wrk"),
  BLACKBOX("prometheus-blackbox-exporter", "prometheus-blackbox-exporter"),
  TASKSET("taskset", "util-linux");

  private static final List<String> USUAL =
      List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin");

  private final String command;
  private final String debianPackage;

  Programs(String command, String debianPackage) {
    this.command = command;
    this.debianPackage = debianPackage;
  }

  /// Where it is.
  String path() {
    return find()
        .orElseThrow(() -> Unfit.missing(command + " not found; Debian: " + debianPackage))
        .toString();
  }

  /// @throws Unfit naming all packages that are missing
  static void allThere() {
    var missing =
        Arrays.stream(values())
            .filter(program -> program.find().isEmpty())
            .map(program -> program.debianPackage)
            .distinct()
            .collect(Collectors.joining(" "));
    if (!missing.isEmpty()) {
      throw Unfit.missing("missing; on Debian: sudo apt-get install " + missing);
    }
  }

  private Optional<Path> find() {
    var path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Arrays.stream(path.split(":", -1)), USUAL.stream())
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, command))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
