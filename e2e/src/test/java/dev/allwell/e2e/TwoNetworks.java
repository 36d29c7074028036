package dev.allwell.e2e;

import dev.allwell.testkit.process.Command;
import dev.allwell.testkit.process.Finished;
import java.time.Duration;

/// Two network namespaces with a cable between them: the monitor's, 10.77.0.1 and fd77::1, and its
/// targets', 10.77.0.2 and fd77::2. Closing removes both. Needs root.
final class TwoNetworks implements AutoCloseable {
  static final String TARGETS_ADDRESS = "10.77.0.2";
  static final String TARGETS_IPV6 = "fd77::2";
  private static final Duration LONG = Duration.ofSeconds(60);

  final String monitor;
  final String targets;

  TwoNetworks() {
    String mark = Long.toString(ProcessHandle.current().pid(), 36);
    monitor = "awm-" + mark;
    targets = "awt-" + mark;
    String near = "awm" + mark;
    String far = "awt" + mark;
    ip("netns", "add", monitor);
    try {
      ip("netns", "add", targets);
      ip("-n", monitor, "link", "add", near, "type", "veth", "peer", "name", far, "netns", targets);
      ip("-n", monitor, "addr", "add", "10.77.0.1/24", "dev", near);
      ip("-n", targets, "addr", "add", TARGETS_ADDRESS + "/24", "dev", far);
      for (String[] each : new String[][] {{monitor, near}, {targets, far}}) {
        ip("-n", each[0], "link", "set", "lo", "up");
        ip("-n", each[0], "link", "set", each[1], "up");
      }
      ip("-n", monitor, "addr", "add", "fd77::1/64", "dev", near, "nodad");
      ip("-n", targets, "addr", "add", TARGETS_IPV6 + "/64", "dev", far, "nodad");
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  /// A command inside a namespace.
  static Command in(String network, Command command) {
    return Command.of("ip", "netns", "exec", network)
        .plus(command.words().toArray(String[]::new))
        .with("ALLWELL_BUILDING", "yes");
  }

  /// The targets' firewall turns everybody away by IPv6, and says so as firewalls usually do.
  void prohibit() {
    run(
        in(
            targets,
            Command.of(
                "nft",
                "add table ip6 no; add chain ip6 no in"
                    + " { type filter hook input priority 0; };"
                    + " add rule ip6 no in meta l4proto tcp"
                    + " reject with icmpv6 type admin-prohibited")));
  }

  /// The monitor's own packet filter lets nothing out any more, silently.
  void cut() {
    run(
        in(
            monitor,
            Command.of(
                "nft",
                "add table ip cut; add chain ip cut out"
                    + " { type filter hook output priority 0; }; add rule ip cut out ip daddr "
                    + TARGETS_ADDRESS
                    + " drop")));
  }

  void mend() {
    run(in(monitor, Command.of("nft", "delete table ip cut")));
  }

  /// The monitor's interface goes down.
  void unplug() {
    ip("-n", monitor, "link", "set", "awm" + monitor.substring(4), "down");
  }

  void plug() {
    ip("-n", monitor, "link", "set", "awm" + monitor.substring(4), "up");
  }

  /// The ports that the monitor's machine calls from, as `first last`.
  void localPorts(String range) {
    run(in(monitor, Command.of("sysctl", "-q", "-w", "net.ipv4.ip_local_port_range=" + range)));
  }

  private static void ip(String... words) {
    run(Command.of("ip").plus(words));
  }

  private static void run(Command command) {
    Finished finished = command.run(LONG);
    if (finished.exit() != 0) {
      throw new AssertionError(command.words() + ": " + finished.err());
    }
  }

  @Override
  public void close() {
    Command.of("ip", "netns", "del", monitor).run(LONG);
    Command.of("ip", "netns", "del", targets).run(LONG);
  }
}
