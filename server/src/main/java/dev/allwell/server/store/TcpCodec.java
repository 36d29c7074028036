package dev.allwell.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Route;
import dev.allwell.model.StartTls;
import dev.allwell.model.TcpCheck;
import dev.allwell.model.TcpCheck.Talk;
import org.jspecify.annotations.Nullable;

/// What a TCP check has of its own, as JSON.
final class TcpCodec {
  private TcpCodec() {}

  static void write(TcpCheck tcp, ObjectNode to) {
    to.put("tls", tcp.tls());
    tcp.talk().startTls().ifPresent(protocol -> to.put("starttls", protocol.name()));
    to.put("send", tcp.talk().send()).put("expect", tcp.talk().expect());
  }

  static TcpCheck read(Endpoint endpoint, JsonNode from, Route route, Sharing sharing) {
    @Nullable StartTls startTls =
        from.has("starttls") ? StartTls.valueOf(from.get("starttls").textValue()) : null;
    var talk = new Talk(startTls, from.path("send").asText(""), from.path("expect").asText(""));
    return new TcpCheck(
        endpoint,
        CheckCodec.flag(from, "tls"),
        talk.equals(Talk.NONE) ? Talk.NONE : sharing.one(talk),
        route);
  }
}
