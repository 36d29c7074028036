package dev.allwell.probe;

import dev.allwell.format.BodyRules;
import dev.allwell.format.Finding;
import dev.allwell.format.FtDocument;
import dev.allwell.format.FtFinding;
import dev.allwell.format.MonitorDocument;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Reason;
import dev.allwell.model.Report;
import java.nio.charset.Charset;
import java.util.Optional;

/// Holds a body against what was expected of it. Pure, but for the rules that it keeps ready; used
/// on one thread.
final class BodyJudge {
  private static final int KIBI = 1024;
  private final BodyRules rules = new BodyRules();
  private final MonitorDocument monitor;
  private final FtDocument ft;

  BodyJudge(Caps.Documents caps) {
    monitor = new MonitorDocument(caps.monitor());
    ft = new FtDocument(caps.ft());
  }

  /// @param charset of a text
  Ruling judge(HttpCheck.Expect expect, Body body, Charset charset) {
    Ruling document = document(expect.format(), body);
    if (document.reason() != Reason.OK || !expect.body().some()) {
      return document;
    }
    Finding finding =
        rules.of(expect.body()).find(body.bytes(), body.length(), charset, body.truncated());
    Reason reason =
        switch (finding.kind()) {
          case MET -> Reason.OK;
          case MISSED -> Reason.EXPECTATION_FAILED;
          case CUT -> Reason.BODY_TRUNCATED;
        };
    return new Ruling(reason, finding.words(), document.report());
  }

  /// What the body is as a document.
  private Ruling document(HttpCheck.Format format, Body body) {
    return switch (format) {
      case NONE -> new Ruling(Reason.OK, "", Optional.empty());
      case AUTO -> new Ruling(Reason.OK, "", monitor.read(body.bytes(), body.length()));
      case MONITOR -> monitor(body);
      case FT -> ft(body);
    };
  }

  private Ruling monitor(Body body) {
    Optional<Report> report = monitor.read(body.bytes(), body.length());
    if (report.isPresent()) {
      return new Ruling(Reason.OK, "", report);
    }
    return body.truncated()
        ? tooLong(body)
        : new Ruling(Reason.EXPECTATION_FAILED, "the body is no service-monitor document", report);
  }

  private Ruling ft(Body body) {
    FtFinding finding = ft.read(body.bytes(), body.length(), body.truncated());
    return switch (finding.kind()) {
      case WELL -> new Ruling(Reason.OK, "", Optional.empty());
      case FAILING ->
          new Ruling(
              Reason.REPORTED_FAILING, finding.words(), Optional.empty(), finding.severity());
      case OTHER -> new Ruling(Reason.EXPECTATION_FAILED, finding.words(), Optional.empty());
      case CUT -> tooLong(body);
    };
  }

  private static Ruling tooLong(Body body) {
    return new Ruling(
        Reason.BODY_TRUNCATED,
        "the document is longer than " + size(body.length()),
        Optional.empty());
  }

  private static String size(int bytes) {
    return bytes % KIBI == 0 ? bytes / KIBI + " KiB" : bytes + " bytes";
  }
}
