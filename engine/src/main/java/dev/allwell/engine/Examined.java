package dev.allwell.engine;

import dev.allwell.model.Step;
import java.util.List;

/// A service as it stands after a check that was watched, with the steps of that very check.
public record Examined(BoardEntry entry, List<Step> steps) {
  public Examined {
    steps = List.copyOf(steps);
  }
}
