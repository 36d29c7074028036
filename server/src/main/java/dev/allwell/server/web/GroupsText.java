package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.Views;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;

/// Groups with their services, one service written at a time.
final class GroupsText implements Outflow.Text {
  private final JsonGenerator json;
  private final Iterator<Views.Group> groups;
  private Iterator<BoardEntry> entries = Collections.emptyIterator();
  private boolean inGroup;

  /// `{"groups": {"<name>": {…}, …}}`
  GroupsText(JsonGenerator json, Iterator<Views.Group> groups) throws IOException {
    this.json = json;
    this.groups = groups;
    json.writeStartObject();
    json.writeObjectFieldStart("groups");
  }

  @Override
  public boolean more() throws IOException {
    boolean more = true;
    if (entries.hasNext()) {
      ServiceJson.field(json, entries.next());
    } else if (inGroup) {
      end(json);
      inGroup = false;
    } else if (groups.hasNext()) {
      var group = groups.next();
      json.writeFieldName(Json.wellFormed(group.name()));
      begin(json, group);
      entries = group.entries().iterator();
      inGroup = true;
    } else {
      json.writeEndObject();
      json.writeEndObject();
      more = false;
    }
    json.flush();
    return more;
  }

  /// All of a group up to its first service.
  static void begin(JsonGenerator json, Views.Group group) throws IOException {
    json.writeStartObject();
    Json.text(json, "group", group.name());
    var percentage = group.healthPercentage();
    if (percentage.isPresent()) {
      json.writeNumberField("health_percentage", percentage.getAsDouble());
    } else {
      json.writeNullField("health_percentage");
    }
    json.writeNumberField("total", group.total());
    json.writeNumberField("healthy", group.good());
    json.writeObjectFieldStart("services");
  }

  /// All of a group after its last service.
  static void end(JsonGenerator json) throws IOException {
    json.writeEndObject();
    json.writeEndObject();
  }
}
