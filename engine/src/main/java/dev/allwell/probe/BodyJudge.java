package dev.allwell.probe;

import dev.allwell.format.BodyRules;
import dev.allwell.format.Finding;
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
  private final MonitorDocument documents;

  BodyJudge(MonitorDocument documents) {
    this.documents = documents;
  }

  /// @param charset of a text
  Ruling judge(HttpCheck.Expect expect, Body body, Charset charset) {
    Optional<Report> report =
        expect.format() == HttpCheck.Format.NONE
            ? Optional.empty()
            : documents.read(body.bytes(), body.length());
    if (expect.format() == HttpCheck.Format.MONITOR && report.isEmpty()) {
      return body.truncated()
          ? new Ruling(
              Reason.BODY_TRUNCATED, "the document is longer than " + size(body.length()), report)
          : new Ruling(
              Reason.EXPECTATION_FAILED, "the body is no service-monitor document", report);
    }
    if (!expect.body().some()) {
      return new Ruling(Reason.OK, "", report);
    }
    Finding finding =
        rules.of(expect.body()).find(body.bytes(), body.length(), charset, body.truncated());
    Reason reason =
        switch (finding.kind()) {
          case MET -> Reason.OK;
          case MISSED -> Reason.EXPECTATION_FAILED;
          case CUT -> Reason.BODY_TRUNCATED;
        };
    return new Ruling(reason, finding.words(), report);
  }

  private static String size(int bytes) {
    return bytes % KIBI == 0 ? bytes / KIBI + " KiB" : bytes + " bytes";
  }
}
