package dev.allwell.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.allwell.model.Guidance;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/// A reader of the FT health document: what a service says of its own checks under `/__health`.
///
/// `{"schemaVersion":1,"checks":[{"name":"db","ok":true,"severity":1}]}`, in UTF-8 and nothing
/// after it. All is well when each check has `"ok":true`; one without `ok`, or with null, fails.
///
/// * `checks` is a list of objects. An empty one is well, and so is null, as Go's `encoding/json`
///   writes an empty list. It may be left out by what shows itself by `schemaVersion` or
///   `systemCode`: other JSON must not pass for a service in which nothing fails.
/// * An `ok` that is neither true, false nor null makes it another document.
/// * `severity` counts where a check fails and it is 1, 2 or 3; anything else is none.
/// * A failing check is called by its `name`, else its `id`, else its place: `check 3`.
/// * Other keys are ignored, an `ok` of the whole too; of a key that is there twice the last
///   counts. What is beyond the [Limits] is another document. Immutable; any thread.
public final class FtDocument {
  private static final Optional<String> GOOD = Optional.empty();

  private final JsonBody json;
  private final int mostChecks;

  public FtDocument(Limits limits) {
    json = new JsonBody(limits.depth, JsonBody.LONGEST, limits.number, limits.name);
    mostChecks = limits.checks;
  }

  /// How much of a document is put up with.
  ///
  /// @param depth of objects and arrays in one another
  /// @param number digits of a number
  /// @param name characters of a key
  /// @param checks in its list
  public record Limits(int depth, int number, int name, int checks) {
    public static final Limits DEFAULT = new Limits(100, 1000, 8192, 10_000);
  }

  /// What a body says, whatever it is.
  ///
  /// Without waiting, in time that grows with the length alone; any thread.
  ///
  /// @param length how many bytes of `body` count
  /// @param cut whether there was more
  public FtFinding read(byte[] body, int length, boolean cut) {
    Objects.checkFromIndexSize(0, length, body.length);
    if (!JsonBody.beginsAsObject(body, length)) {
      return FtFinding.other("the body is no JSON object");
    }
    try (JsonParser parser = json.parser(body, length)) {
      return new Reading(parser, mostChecks).read();
    } catch (StreamConstraintsException _) {
      return FtFinding.other(json.beyond());
    } catch (JsonProcessingException e) {
      return cut && JsonBody.atEnd(e, length)
          ? FtFinding.CUT
          : FtFinding.other("the body is not JSON");
    } catch (IOException _) {
      return FtFinding.other("the body is not JSON"); // not in the encoding that it begins in
    }
  }

  /// One document under way.
  private static final class Reading {
    private final JsonParser json;
    private final int mostChecks;
    private final FailingChecks failing = new FailingChecks();
    private boolean listed;
    private boolean marked;

    Reading(JsonParser json, int mostChecks) {
      this.json = json;
      this.mostChecks = mostChecks;
    }

    FtFinding read() throws IOException {
      Optional<String> fault = fault();
      return fault.map(FtFinding::other).orElseGet(this::finding);
    }

    private FtFinding finding() {
      return failing.none() ? FtFinding.WELL : failing.finding();
    }

    /// Reads to the end, or to what makes it another document.
    private Optional<String> fault() throws IOException {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        switch (key) {
          case "checks" -> {
            var fault = checks(value);
            if (fault.isPresent()) {
              return fault;
            }
          }
          case "schemaVersion", "systemCode" -> {
            marked = true;
            json.skipChildren();
          }
          default -> json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        return Optional.of("more follows after it");
      }
      return listed || marked ? GOOD : Optional.of("it has no checks");
    }

    private Optional<String> checks(JsonToken value) throws IOException {
      failing.clear();
      listed = true;
      if (value == JsonToken.VALUE_NULL) {
        return GOOD;
      }
      if (value != JsonToken.START_ARRAY) {
        return Optional.of("its checks are no list");
      }
      for (int place = 1; json.nextToken() != JsonToken.END_ARRAY; place++) {
        if (place > mostChecks) {
          return Optional.of("it has more than " + mostChecks + " checks");
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
          return Optional.of("check " + place + " is no object");
        }
        if (!check(place)) {
          return Optional.of("ok of check " + place + " is neither true nor false");
        }
      }
      return GOOD;
    }

    /// Takes one check; false when its `ok` is none.
    private boolean check(int place) throws IOException {
      boolean ok = false;
      boolean sound = true;
      int severity = 0;
      String name = "";
      String id = "";
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        switch (key) {
          case "ok" -> {
            ok = value == JsonToken.VALUE_TRUE;
            sound = value.isBoolean() || value == JsonToken.VALUE_NULL;
          }
          case "severity" -> severity = severity(value);
          case "name" -> name = text(value);
          case "id" -> id = text(value);
          default -> {
            // of no meaning here
          }
        }
        json.skipChildren();
      }
      if (!ok) {
        String called = name.isEmpty() ? id : name;
        failing.add(called.isEmpty() ? "check " + place : called, severity);
      }
      return sound;
    }

    private int severity(JsonToken value) throws IOException {
      boolean small =
          value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == JsonParser.NumberType.INT;
      int number = small ? json.getIntValue() : 0;
      return number >= Guidance.WORST && number <= Guidance.MILDEST ? number : 0;
    }

    private String text(JsonToken value) throws IOException {
      return value == JsonToken.VALUE_STRING ? json.getText().strip() : "";
    }
  }
}
