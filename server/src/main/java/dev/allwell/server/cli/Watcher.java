package dev.allwell.server.cli;

import dev.allwell.engine.Board;
import dev.allwell.engine.BoardEntry;
import dev.allwell.model.Health;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps a small live table on a terminal; without one, prints the table whenever some health
/// changed.
final class Watcher {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int MOST_ROWS = 20;

  /// A row longer than the terminal is wide is cut there, so that rows can be counted back.
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Board board;
  private final PrintWriter out;
  private final boolean terminal;
  private final Table table;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private List<Health> shown = List.of();
  private int lines;

  Watcher(Board board, PrintWriter out, boolean terminal) {
    this.board = board;
    this.out = out;
    this.terminal = terminal;
    this.table = new Table(terminal);
  }

  /// Shows once a second until stopped.
  void run() throws InterruptedException {
    do {
      show();
    } while (!stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
  }

  void stop() {
    stopped.countDown();
  }

  private void show() {
    var entries = new ArrayList<BoardEntry>();
    board.forEach(entry -> {
      if (entries.size() < MOST_ROWS) {
        entries.add(entry);
      }
    });
    var now = entries.stream().map(BoardEntry::health).toList();
    if (!terminal && now.equals(shown)) {
      return;
    }
    shown = now;
    if (terminal && lines > 0) {
      out.printf("\u001b[%dA\u001b[J", lines);
    }
    var text = terminal ? NO_WRAP + table.text(entries) + WRAP : table.text(entries);
    lines = Math.toIntExact(text.lines().count());
    out.print(text);
    out.flush();
  }
}
