package dev.allwell.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allwell.model.Guidance;
import dev.allwell.model.Handling;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Registration;
import dev.allwell.model.Report;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Definitions and reports as JSON text, field by field; durations are in ISO-8601, secrets sealed.
///
/// Written in ASCII, so that every Java string comes back, whatever stands in it.
final class DefinitionCodec {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final SecretBox box;

  DefinitionCodec(SecretBox box) {
    this.box = box;
  }

  /// What is stored of a registration beside its number and times. What is not so is left out, so
  /// that earlier rows read as what they were; one that does not tell whether it was registered
  /// counts as stated by the API, so that nobody changes without a token what may have needed one.
  record Stored(Service service, Handling handling) {
    static Stored of(Registration registration) {
      return new Stored(registration.service(), registration.handling());
    }
  }

  /// @throws dev.allwell.engine.LedgerException when a secret cannot be sealed
  String write(Stored stored) {
    var service = stored.service();
    var root = JSON.createObjectNode();
    if (stored.handling().paused()) {
      root.put("paused", true);
    }
    if (stored.handling().registered()) {
      root.put("registered", true);
    }
    stored.handling().ack().ifPresent(ack -> root.set("ack", CategoryCodec.write(ack)));
    root.put("id", service.id()).put("name", service.name()).put("url", service.url());
    root.put("source", service.source().name());
    CheckCodec.write(service.check(), root.putObject("check"), box);
    var schedule = service.schedule();
    root.putObject("schedule")
        .put("interval", schedule.interval().toString())
        .put("timeout", schedule.timeout().toString())
        .put("retries", schedule.retries())
        .put("retry-backoff", schedule.retryBackoff().toString());
    var rules = service.rules();
    root.putObject("rules")
        .put("failure-threshold", rules.failureThreshold())
        .put("success-threshold", rules.successThreshold())
        .put("error-rate-limit", rules.errorRateLimit())
        .put("basis", rules.basis().name());
    var labels = service.labels();
    labels.groups().forEach(root.putArray("groups")::add);
    labels.categories().forEach(root.putArray("categories")::add);
    labels.attributes().forEach(root.putObject("attributes")::put);
    write(labels.guidance(), root);
    if (!labels.ack().isEmpty()) {
      root.put("stated-ack", labels.ack());
    }
    return text(root);
  }

  /// @param sharing makes equal parts one
  /// @throws IllegalArgumentException when the text is not what was written
  Stored read(String text, Sharing sharing) {
    var root = Members.of(text);
    var plain = Handling.of(root.flag("paused"), root.flag("registered"));
    var ack = root.member("ack").map(written -> CategoryCodec.readAck(tree(written)));
    return new Stored(readService(root, sharing), ack.map(plain::acked).orElse(plain));
  }

  private Service readService(Members root, Sharing sharing) {
    return new Service(
        new Identity(root.required("id"), root.required("name"), root.required("url")),
        Source.valueOf(root.required("source")),
        CheckCodec.read(tree(root.required("check")), sharing, box),
        sharing.read(Schedule.class, root.required("schedule"), DefinitionCodec::readSchedule),
        sharing.read(Rules.class, root.required("rules"), DefinitionCodec::readRules),
        readLabels(root, sharing));
  }

  private static Labels readLabels(Members root, Sharing sharing) {
    String groups = root.required("groups");
    String categories = root.required("categories");
    String attributes = root.required("attributes");
    String guidance = root.member("guidance").orElse("null");
    var sorted =
        sharing.read(
            Labels.class,
            "[" + groups + "," + categories + "," + attributes + "," + guidance + "]",
            all -> {
              var four = tree(all);
              return new Labels(
                  texts(four.get(0)),
                  texts(four.get(1)),
                  map(four.get(2)),
                  readGuidance(four.get(3)),
                  "");
            });
    return root.member("stated-ack").map(sorted::acked).orElse(sorted);
  }

  /// Left out when nothing of it was stated: a million times the usual sentences would be most of
  /// the ledger.
  private static void write(Guidance guidance, ObjectNode root) {
    if (!guidance.equals(Guidance.DEFAULT)) {
      root.putObject("guidance")
          .put("severity", guidance.severity())
          .put("business-impact", guidance.businessImpact())
          .put("technical-summary", guidance.technicalSummary())
          .put("panic-guide", guidance.panicGuide());
    }
  }

  private static Guidance readGuidance(JsonNode from) {
    return from.isNull()
        ? Guidance.DEFAULT
        : new Guidance(
            from.required("severity").intValue(),
            from.required("business-impact").textValue(),
            from.required("technical-summary").textValue(),
            from.required("panic-guide").textValue());
  }

  static String write(Report report) {
    var root = JSON.createObjectNode();
    root.put("uptime", report.uptimeSeconds());
    root.put("requests", report.requestCount()).put("errors", report.errorCount());
    report.attributes().forEach(root.putObject("attributes")::put);
    return text(root);
  }

  /// @throws IllegalArgumentException when the text is not what was written
  static Report readReport(String text) {
    var root = tree(text);
    return new Report(
        root.required("uptime").longValue(),
        root.required("requests").longValue(),
        root.required("errors").longValue(),
        map(root.required("attributes")));
  }

  private static Schedule readSchedule(String text) {
    var from = tree(text);
    return new Schedule(
        Duration.parse(from.required("interval").textValue()),
        Duration.parse(from.required("timeout").textValue()),
        from.required("retries").intValue(),
        Duration.parse(from.required("retry-backoff").textValue()));
  }

  private static Rules readRules(String text) {
    var from = tree(text);
    return new Rules(
        from.required("failure-threshold").intValue(),
        from.required("success-threshold").intValue(),
        from.required("error-rate-limit").doubleValue(),
        Rules.Basis.valueOf(from.required("basis").textValue()));
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(element -> texts.add(element.textValue()));
    return texts;
  }

  private static SortedMap<String, String> map(JsonNode object) {
    var map = new TreeMap<String, String>();
    object.properties().forEach(e -> map.put(e.getKey(), e.getValue().textValue()));
    return map;
  }

  static String text(ObjectNode root) {
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + root, e);
    }
  }

  static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
