package dev.allwell.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What a scripted name server knows. Any thread.
final class DnsZone {
  private static final int NO_SUCH_NAME = 3;
  private static final int LONGEST_CHAIN = 32;

  private final Map<String, List<DnsRecord>> names = new ConcurrentHashMap<>();
  private final Map<String, List<DnsRecord>> authority = new ConcurrentHashMap<>();
  private volatile boolean followsAliases;

  void put(String name, List<DnsRecord> records) {
    names.put(name.toLowerCase(Locale.ROOT), records);
  }

  void putAuthority(String name, List<DnsRecord> records) {
    authority.put(name.toLowerCase(Locale.ROOT), records);
  }

  void followAliases() {
    followsAliases = true;
  }

  /// The right answer.
  byte[] answer(DnsAnswer to) {
    List<DnsRecord> beside = authority.getOrDefault(to.name(), List.of());
    @Nullable List<DnsRecord> known = known(to.name());
    return known == null
        ? to.with(NO_SUCH_NAME, List.of(), beside)
        : to.with(0, chain(to.type(), known), beside);
  }

  private @Nullable List<DnsRecord> known(String name) {
    @Nullable List<DnsRecord> known = names.get(name);
    int dot = name.indexOf('.');
    return known == null && dot > 0 ? names.get("*" + name.substring(dot)) : known;
  }

  private List<DnsRecord> chain(int type, List<DnsRecord> known) {
    var chain = new ArrayList<DnsRecord>();
    @Nullable List<DnsRecord> link = known;
    String owner = "";
    while (link != null && chain.size() < LONGEST_CHAIN) {
      String next = "";
      for (DnsRecord record : link) {
        if (record.type() == type || record.type() == DnsRecord.CNAME) {
          chain.add(owner.isEmpty() ? record : record.of(owner));
        }
        next = record.type() == DnsRecord.CNAME ? record.target() : next;
      }
      owner = next;
      link = followsAliases && type != DnsRecord.CNAME && !next.isEmpty() ? known(next) : null;
    }
    return chain;
  }
}
