package dev.allwell.bench.throughput;

import dev.allwell.bench.Unfit;
import dev.allwell.testkit.Ports;
import dev.allwell.testkit.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/// A stock nginx with one worker that answers two bytes, and counts.
///
/// @param clear port of HTTP and of bare connects
/// @param secret port of HTTPS
/// @param counts where it tells its counters, and nothing else
record Nginx(ChildProcess process, HttpClient client, int clear, int secret, int counts)
    implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(10);
  private static final Pattern COUNTERS = Pattern.compile("\\s(\\d+)\\s+(\\d+)\\s+(\\d+)\\s");

  static Nginx start(Path folder, Papers papers, Cores cores) throws InterruptedException {
    int clear = Ports.free();
    int secret = Ports.free();
    int counts = Ports.free();
    var config =
        """
        daemon off;
        worker_processes 1;
        worker_rlimit_nofile 65536;
        pid %1$s/nginx.pid;
        error_log stderr error;
        events { worker_connections 8192; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          client_body_temp_path %1$s;
          proxy_temp_path %1$s;
          fastcgi_temp_path %1$s;
          uwsgi_temp_path %1$s;
          scgi_temp_path %1$s;
          server {
            listen 127.0.0.1:%2$d backlog=4096;
            location / { default_type text/plain; return 200 "ok"; }
          }
          server {
            listen 127.0.0.1:%3$d ssl backlog=4096;
            ssl_certificate %5$s;
            ssl_certificate_key %6$s;
            ssl_protocols TLSv1.3;
            ssl_session_cache off;
            ssl_session_tickets off;
            location / { default_type text/plain; return 200 "ok"; }
          }
          server { listen 127.0.0.1:%4$d; location / { stub_status; } }
        }
        """
            .formatted(folder, clear, secret, counts, papers.chain(), papers.key());
    try {
      var file = Files.writeString(folder.resolve("nginx.conf"), config);
      var process =
          Cores.pinned(
                  cores.target(), Programs.NGINX.path(), "-p", folder.toString(), "-c", "" + file)
              .start();
      var nginx = new Nginx(process, HttpClient.newHttpClient(), clear, secret, counts);
      nginx.awaitAnswer();
      return nginx;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port(Kind kind) {
    return switch (kind) {
      case HTTP, KEEP_ALIVE, TCP -> clear;
      case TLS -> secret;
      case DNS -> throw new IllegalArgumentException("nginx answers no DNS");
    };
  }

  long accepted() throws InterruptedException {
    return counter(1);
  }

  long requests() throws InterruptedException {
    return counter(3);
  }

  private long counter(int group) throws InterruptedException {
    var counters = COUNTERS.matcher(get());
    if (!counters.find()) {
      throw Unfit.measured("nginx tells no counters: " + get());
    }
    return Long.parseLong(counters.group(group));
  }

  private String get() throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + counts + "/")).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException("nginx does not answer: " + process.lines(), e);
    }
  }

  private void awaitAnswer() throws InterruptedException {
    long deadline = System.nanoTime() + TO_START.toNanos();
    while (true) {
      try {
        accepted();
        return;
      } catch (UncheckedIOException e) {
        if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
          close();
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}
