package dev.allwell.server.config.yaml;

import dev.allwell.definition.Section;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Turns the YAML of one file into nodes with their places.
///
/// Works on the parser's events, so that nothing is built before it is known to be within bounds:
/// no tag makes an object, no alias is written out, and a mapping says a key once. What is wrong
/// with a key or value is noted and the rest is read on; where it is no YAML any more, or too much
/// of it, the file ends.
final class Composer {
  private static final String MERGE = "<<";
  private static final String SERVICES = "services";
  private static final int MOST_NAMES = 1000;

  private final String file;
  private final Budget budget;
  private final Flaws flaws;
  private final Map<Anchor, Node> anchors = new HashMap<>();

  /// Keys that are there many times, each held once.
  private final Map<String, String> names = new HashMap<>();

  private Iterator<Event> events = List.<Event>of().iterator();

  /// Keys and indices on the way to the value that is read.
  private final ArrayDeque<Object> way = new ArrayDeque<>();

  Composer(String file, Budget budget, Flaws flaws) {
    this.file = file;
    this.budget = budget;
    this.flaws = flaws;
  }

  /// The root of the one document; empty when there is none, or when what is there was refused.
  Optional<Node> compose(String text) {
    var settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(Integer.MAX_VALUE).build();
    try {
      events = new Parse(settings).parseString(text).iterator();
      return document();
    } catch (TooMuch e) {
      flaws.add(e.at, "", e.what);
    } catch (MarkedYamlEngineException e) {
      var at = e.getProblemMark().or(e::getContextMark).map(this::mark).orElse(start());
      flaws.add(at, "", "not YAML: " + said(e));
    } catch (ReaderException e) {
      flaws.add(at(text, e.getPosition()), "", "not YAML: a character that may not stand there");
    } catch (YamlEngineException e) {
      flaws.add(start(), "", "not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<Node> document() {
    Optional<Node> root = Optional.empty();
    boolean begun = false;
    while (events.hasNext()) {
      var event = events.next();
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (begun) {
            throw new TooMuch(mark(event), "a second document: expected one a file");
          }
          begun = true;
          root = Optional.of(node(events.next(), 1));
        }
        case StreamStart, DocumentEnd, StreamEnd, Comment -> {}
        case Alias, MappingEnd, MappingStart, Scalar, SequenceEnd, SequenceStart ->
            throw new IllegalStateException("outside of a document: " + event);
      }
    }
    return root;
  }

  private Node node(Event event, int depth) {
    var at = mark(event);
    if (depth > Budget.DEEPEST) {
      throw new TooMuch(at, "nested deeper than " + Budget.DEEPEST + " levels");
    }
    spend(at, 1, cost(event));
    if (event instanceof AliasEvent alias) {
      return aliased(alias, at, depth);
    }
    refuseTag(event, at);
    Node node;
    if (event instanceof ScalarEvent scalar) {
      node = new Node.Scalar(at, scalar.getValue(), scalar.isPlain());
    } else if (event instanceof MappingStartEvent) {
      node = mapping(at, depth);
    } else {
      node = sequence(at, depth);
    }
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
    return node;
  }

  private Node aliased(AliasEvent alias, Mark at, int depth) {
    var node = anchors.get(alias.getAlias());
    if (node == null) {
      flaws.add(at, path(), "the alias *" + alias.getAlias() + " has no anchor before it");
      return new Node.Scalar(at, "", true);
    }
    if (depth + node.height() - 1 > Budget.DEEPEST) {
      throw new TooMuch(at, "nested deeper than " + Budget.DEEPEST + " levels");
    }
    spend(at, node.weight(), node.weight() * Budget.REPEATED);
    return node;
  }

  private Node sequence(Mark at, int depth) {
    var items = new ArrayList<Node.Item>();
    long weight = 1;
    int height = 1;
    for (var event = events.next(); !ends(event); event = events.next()) {
      way.addLast(items.size());
      var item = node(event, depth + 1);
      way.removeLast();
      items.add(new Node.Item(items.size(), item));
      weight += item.weight();
      height = Math.max(height, 1 + item.height());
    }
    return new Node.Sequence(at, items, weight, height);
  }

  private Node mapping(Mark at, int depth) {
    var entries = new LinkedHashMap<String, Node.Entry>();
    var merged = new ArrayList<Node>();
    for (var event = events.next(); !ends(event); event = events.next()) {
      var keyAt = mark(event);
      var key = node(event, depth + 1);
      if (!(key instanceof Node.Scalar(_, String name, boolean plain))) {
        flaws.add(keyAt, path(), "expected a key of text, got a list or a map");
        var _ = node(events.next(), depth + 1);
        continue;
      }
      way.addLast(name);
      var value = node(events.next(), depth + 1);
      if (plain && name.equals(MERGE)) {
        merged.add(value);
      } else {
        var before = entries.putIfAbsent(once(name), new Node.Entry(keyAt, value));
        if (before != null) {
          flaws.add(keyAt, path(), "the key is there twice, first in line " + before.at().line());
        }
      }
      way.removeLast();
    }
    merged.forEach(value -> merge(value, entries));
    return Union.mapping(at, entries);
  }

  private String once(String name) {
    var known = names.get(name);
    if (known == null && names.size() < MOST_NAMES) {
      names.put(name, name);
    }
    return known == null ? name : known;
  }

  /// What is written in the mapping itself rules, then the first that was merged.
  private void merge(Node value, Map<String, Node.Entry> entries) {
    switch (value) {
      case Node.Mapping mapping -> {
        spend(mapping.at(), mapping.weight(), mapping.weight() * Budget.REPEATED);
        mapping.entries().forEach(entries::putIfAbsent);
      }
      case Node.Sequence sequence -> {
        for (var item : sequence.items()) {
          if (item.value() instanceof Node.Mapping) {
            merge(item.value(), entries);
          } else {
            flaws.add(item.value().at(), path(), "expected a map to merge");
          }
        }
      }
      case Node.Scalar scalar -> flaws.add(scalar.at(), path(), "expected a map to merge");
    }
  }

  private void refuseTag(Event event, Mark at) {
    var tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : ((CollectionStartEvent) event).getTag();
    tag.ifPresent(name -> flaws.add(at, path(), "a tag is not allowed here: " + name));
  }

  private void spend(Mark at, long nodes, long bytes) {
    var why = budget.count(nodes, bytes);
    if (why.isPresent()) {
      throw new TooMuch(at, why.get());
    }
  }

  /// What the node of an event takes of the heap, by and by.
  private long cost(Event event) {
    if (event instanceof AliasEvent) {
      return Budget.REPEATED;
    }
    long anchor = ((NodeEvent) event).getAnchor().isPresent() ? Budget.ANCHOR : 0;
    return switch (event) {
      case ScalarEvent scalar -> anchor + Budget.SCALAR + scalar.getValue().length();
      case MappingStartEvent _ when way.size() == 2 && SERVICES.equals(way.getFirst()) ->
          anchor + Budget.MAPPING + Budget.SERVICE;
      case MappingStartEvent _ -> anchor + Budget.MAPPING;
      default -> anchor + Budget.SEQUENCE;
    };
  }

  private String path() {
    var path = new StringBuilder();
    for (var step : way) {
      if (step instanceof String key) {
        path.append(path.isEmpty() ? "" : ".").append(Section.shownKey(key));
      } else {
        path.append('[').append(step).append(']');
      }
    }
    return path.toString();
  }

  private static boolean ends(Event event) {
    return event.getEventId() == Event.ID.SequenceEnd || event.getEventId() == Event.ID.MappingEnd;
  }

  private Mark mark(Event event) {
    return event.getStartMark().map(this::mark).orElse(start());
  }

  private Mark mark(org.snakeyaml.engine.v2.exceptions.Mark at) {
    return new Mark(file, at.getLine() + 1, at.getColumn() + 1);
  }

  private Mark start() {
    return new Mark(file, 1, 1);
  }

  private Mark at(String text, int index) {
    var before = text.substring(0, Math.clamp(index, 0, text.length()));
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return new Mark(file, line, before.length() - before.lastIndexOf('\n'));
  }

  private static String said(MarkedYamlEngineException e) {
    var problem = e.getProblem() == null ? String.valueOf(e.getContext()) : e.getProblem();
    return e.getContext() == null || e.getProblem() == null
        ? problem
        : e.getContext() + ", " + problem;
  }

  /// More than a file may hold: it is read no further.
  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Mark at;
    private final String what;

    TooMuch(Mark at, String what) {
      super(what, null, false, false);
      this.at = at;
      this.what = what;
    }
  }
}
