package dev.allwell.server.config.yaml;

import dev.allwell.definition.Problems;
import dev.allwell.definition.Section;
import dev.allwell.server.config.Config;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the files of a configuration, once.
///
/// A file that is no YAML does not keep the others from being looked at: everything that is wrong
/// is told at once.
final class Reader {
  private final Origin origin;
  private final Flaws flaws = new Flaws();
  private final Budget budget;
  private final SecretFiles secrets;
  private final Map<String, List<Object>> lists = new HashMap<>();
  private final Map<String, Mark> stated = new HashMap<>();
  private Section top;
  private boolean keeping;

  Reader(Origin origin) {
    this(origin, Budget.ofThisJvm());
  }

  Reader(Origin origin, Budget budget) {
    this.origin = origin;
    this.budget = budget;
    this.secrets = new SecretFiles(origin.folder());
    this.top = new Section("", Map.of(), new Problems(), secrets);
  }

  Reading read(Texts texts) {
    var config = config(texts);
    var files = new ArrayList<>(texts.files().stream().map(Texts.File::path).toList());
    files.addAll(secrets.named());
    var content = content(texts);
    return config.isPresent() && flaws.none()
        ? new Reading.Good(origin, origin.flags().over(config.get()), content, files, stated)
        : new Reading.Bad(flaws.lines(), content, files);
  }

  /// All that holds, defaults and all; empty when it is not good.
  Optional<Map<String, @Nullable Object>> effective(Texts texts) {
    keeping = true;
    return config(texts)
        .filter(_ -> flaws.none())
        .map(_ -> {
          var all = top.effective();
          lists.forEach(all::put);
          return all;
        });
  }

  /// What holds where nothing is said.
  Map<String, @Nullable Object> nothing() {
    var root = new Node.Mapping(new Mark("", 1, 1), Map.of(), 1, 1);
    var _ = read(Map.of(), new Places(root), Set.of());
    return top.effective();
  }

  /// What is asked of a configuration, and of each element of its lists.
  Section asked(Map<String, @Nullable Object> values, Map<String, Section> elements) {
    var keys =
        new ConfigKeys(origin.base(), secrets, new Problems(), (_, _) -> {}, elements::putIfAbsent);
    var asked = new Section("", values, new Problems(), secrets);
    var _ = keys.read(asked);
    return asked;
  }

  private Optional<Config> config(Texts texts) {
    var roots = new ArrayList<Node.Mapping>();
    for (var file : texts.files()) {
      root(file).ifPresent(roots::add);
    }
    if (roots.isEmpty()) {
      if (flaws.none()) {
        var start = new Mark(origin.path().toString(), 1, 1);
        var what = texts.files().isEmpty() ? "holds no file *.yaml or *.yml" : "is empty";
        flaws.add(start, "", what);
      }
      return Optional.empty();
    }
    var all = new Union(flaws).of(roots);
    var values = new Values(new Substitution(origin.environment(), secrets), flaws).of(all);
    return Optional.of(read(values, new Places(all), flaws.paths()));
  }

  private Config read(Map<String, @Nullable Object> values, Places places, Set<String> told) {
    var problems = new Problems();
    if (values.containsKey("services") && values.get("services") == null) {
      problems.add("services", "expected a list, got nothing: for no services write []");
    }
    top = new Section("", values, problems, secrets);
    var keys =
        new ConfigKeys(
            origin.base(),
            secrets,
            problems,
            (path, message) -> note(places, told, path, message),
            this::keep);
    var config = keys.read(top);
    for (int i = 0; i < config.services().size(); i++) {
      // the place of one after a mistake is another's, but then nothing comes of it all
      stated.put(config.services().get(i).id(), places.of("services[" + i + "]").at());
    }
    problems.all().forEach(problem -> note(places, told, problem.path(), problem.message()));
    return config;
  }

  private void keep(String list, Section element) {
    if (keeping) {
      lists.computeIfAbsent(list, _ -> new ArrayList<>()).add(element.effective());
    }
  }

  /// @param told what is known to be wrong already: what follows from it is not told
  private void note(Places places, Set<String> told, String path, String message) {
    var place = places.of(path);
    if (!told.contains(place.path())) {
      flaws.add(place.at(), place.path(), message);
    }
  }

  /// What a file says; empty when it says nothing, or nothing that can be read.
  private Optional<Node.Mapping> root(Texts.File file) {
    var shown = file.path().toString();
    var start = new Mark(shown, 1, 1);
    try {
      int before = flaws.count();
      var root = new Composer(shown, budget, flaws).compose(file.text());
      if (root.isEmpty() || (root.get() instanceof Node.Scalar(_, var text, _) && text.isEmpty())) {
        return Optional.empty();
      }
      if (root.get() instanceof Node.Mapping mapping) {
        return Optional.of(mapping);
      }
      if (flaws.count() == before) {
        flaws.add(start, "", "expected keys such as \"services:\"");
      }
    } catch (CharacterCodingException e) {
      flaws.add(start, "", "is not UTF-8");
    }
    return Optional.empty();
  }

  private String content(Texts texts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      texts.files().forEach(file -> file.digest(digest));
      secrets
          .read()
          .forEach((path, text) -> {
            var secret = path + "\n" + text.length() + "\n" + text;
            digest.update(secret.getBytes(StandardCharsets.UTF_8));
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
