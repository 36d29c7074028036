package dev.allwell.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.DnsCheck.Expect;
import dev.allwell.model.DnsCheck.Question;
import dev.allwell.model.DnsCheck.Transport;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Route;
import java.util.ArrayList;
import java.util.List;

/// What a DNS check has of its own, as JSON.
final class DnsCodec {
  private DnsCodec() {}

  static void write(DnsCheck dns, ObjectNode to) {
    to.put("name", dns.question().name()).put("type", dns.question().type().toString());
    to.put("recursion", dns.question().recursion()).put("transport", dns.transport().name());
    to.put("rcode", dns.expect().rcode());
    dns.expect().answers().forEach(to.putArray("answers")::add);
    dns.expect().authority().forEach(to.putArray("authority")::add);
  }

  static DnsCheck read(Endpoint endpoint, JsonNode from, Route route, Sharing sharing) {
    String type = from.required("type").textValue();
    var question =
        new Question(
            from.required("name").textValue(),
            DnsCheck.Type.of(type)
                .orElseThrow(() -> new IllegalArgumentException("no such type: " + type)),
            from.path("recursion").asBoolean(true));
    var expect =
        new Expect(
            from.path("rcode").asInt(0),
            texts(from.path("answers")),
            texts(from.path("authority")));
    return new DnsCheck(
        endpoint,
        question,
        Transport.valueOf(from.path("transport").asText(Transport.AUTO.name())),
        expect.equals(Expect.ANY_RECORD) ? Expect.ANY_RECORD : sharing.one(expect),
        route);
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>(array.size());
    array.forEach(element -> texts.add(element.textValue()));
    return texts;
  }
}
