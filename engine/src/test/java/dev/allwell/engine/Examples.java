package dev.allwell.engine;

import dev.allwell.model.BodyExpect;
import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Identity;
import dev.allwell.model.IpChoice;
import dev.allwell.model.JsonPath;
import dev.allwell.model.JsonScalar;
import dev.allwell.model.Labels;
import dev.allwell.model.Registration;
import dev.allwell.model.Route;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Secret;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.StartTls;
import dev.allwell.model.StatusSet;
import dev.allwell.model.TcpCheck;
import dev.allwell.model.TlsSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Services for the contract suites: plain ones, and ones with every field off its default.
public final class Examples {
  public static final Instant T0 = Instant.parse("2026-03-01T10:00:00.123456789Z");

  private static final Route ROUTE =
      new Route(
          new TlsSettings(
              false,
              true,
              "shop.example",
              "-----BEGIN CERTIFICATE-----\r\n",
              new TlsSettings.ClientCertificate("chain \u2603\n", new Secret("key \u2603\n"))),
          IpChoice.IPV6,
          new Endpoint("2001:db8::53", 5353));

  private Examples() {}

  public static Registration registration(long number, String id) {
    var check = HttpCheck.of(false, new Endpoint(id + ".example", 80), "/health");
    var service =
        new Service(
            new Identity(id, id, "http://" + id + ".example/health"),
            Source.API,
            check,
            Schedule.DEFAULT,
            Rules.DEFAULT,
            Labels.NONE);
    return new Registration(number, service, T0, T0);
  }

  /// Every kind of check, source, format, basis and type at least once.
  public static Stream<Service> services() {
    var checks = new ArrayList<Check>();
    for (var format : HttpCheck.Format.values()) {
      checks.add(http(format));
    }
    var server = new Endpoint("2001:db8::53", 5353);
    for (var type : DnsCheck.Type.named()) {
      checks.add(DnsCheck.of(server, "xn--bcher-kva.example", type));
    }
    for (var transport : DnsCheck.Transport.values()) {
      checks.add(dns(server, transport));
    }
    for (var protocol : StartTls.values()) {
      checks.add(
          TcpCheck.of(new Endpoint("mail.example", 25), false)
              .with(new TcpCheck.Talk(protocol, "\u0000\u00ff\r\n", "^\\+OK \"[^\"]*\""))
              .with(new Route(new TlsSettings(false))));
    }
    checks.add(TcpCheck.of(new Endpoint("10.0.0.7", 65_535), true).with(ROUTE));
    checks.add(TcpCheck.of(new Endpoint("db.example", 1), false));
    var sources = Source.values();
    var bases = Rules.Basis.values();
    var services = new ArrayList<Service>();
    for (int i = 0; i < checks.size(); i++) {
      services.add(service(checks.get(i), sources[i % sources.length], bases[i % bases.length]));
    }
    return services.stream();
  }

  private static Check dns(Endpoint server, DnsCheck.Transport transport) {
    return DnsCheck.of(server, "a.example", DnsCheck.Type.A)
        .with(new DnsCheck.Question("_x.example", new DnsCheck.Type(65_280), false))
        .with(transport)
        .with(
            transport == DnsCheck.Transport.UDP
                ? new DnsCheck.Expect(3, List.of(), List.of("SOA"))
                : new DnsCheck.Expect(0, List.of("\\# 2 00ff", "\\# 0"), List.of("NS a.example")))
        .with(new Route(new TlsSettings(false)));
  }

  private static Check http(HttpCheck.Format format) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Zulu", "1");
    headers.put("Accept", "application/json; q=\"é\"");
    var statuses =
        new StatusSet(List.of(new StatusSet.Range(200, 204), new StatusSet.Range(404, 404)));
    return new HttpCheck(
        true,
        new Endpoint("::1", 8443),
        "/a b?q=\"\\\u0007☃",
        new HttpCheck.Request(
            "POST",
            "shop.example:8080",
            format == HttpCheck.Format.NONE
                ? new HttpAuth.Bearer(new Secret("t0ken"))
                : new HttpAuth.Basic("wächter", new Secret("\ud83d:pass")),
            headers,
            Map.of("X-Api-Key", new Secret("hush")),
            "{\"deep\": [\"\u0000\", \"\ud83d\ude80\"]}"),
        new HttpCheck.Expect(statuses, format, body()),
        new HttpCheck.Conduct(10, true, 1 << 20, HttpCheck.Version.HTTP_2),
        ROUTE);
  }

  private static BodyExpect body() {
    return new BodyExpect(
        "UP \ud83d\ude80",
        "version\": ?\"\\d+",
        Map.of(
            JsonPath.of("$.status"), new JsonScalar.Text("UP"),
            JsonPath.of("$['a b'][3].c"), new JsonScalar.Numeric(new BigDecimal("1E-30")),
            JsonPath.of("$.ok"), new JsonScalar.Flag(false),
            JsonPath.of("$.error"), new JsonScalar.Null()));
  }

  private static Service service(Check check, Source source, Rules.Basis basis) {
    return new Service(
        new Identity("Shop.v2_eu-1", "Läden & \"Co\"", "https://user@shop.example/?x=%20"),
        source,
        check,
        new Schedule(Duration.ofDays(30), Duration.ofNanos(123_456_789), 10, Duration.ofMillis(1)),
        new Rules(1000, 17, 0.1 + 0.2, basis),
        new Labels(List.of("zeta", "alpha"), List.of("default", "core"), Map.of("k", "v", "", "\t"))
            .acked("known – since Tuesday"));
  }
}
