package dev.allwell.tracker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many threads that begin together.
final class Crowd {
  private Crowd() {}

  interface Task {
    void run(int number) throws Exception;
  }

  /// Runs `task` on `size` threads; returns when all have ended.
  static void run(int size, Task task) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(size);
    try {
      CyclicBarrier start = new CyclicBarrier(size);
      List<Future<?>> ends = new ArrayList<>();
      for (int number = 0; number < size; number++) {
        int mine = number;
        ends.add(
            threads.submit(() -> {
              start.await();
              task.run(mine);
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
