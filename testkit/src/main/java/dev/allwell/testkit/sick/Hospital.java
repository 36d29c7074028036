package dev.allwell.testkit.sick;

import dev.allwell.testkit.Authority;
import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A process of its own in which every behaviour of the catalogue is on its feet: what it costs the
/// target to be sick is not the prober's memory.
public final class Hospital implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ROOT = "root ";
  private static final String ROW = "row ";
  private static final String OPEN = "open";

  private final ChildProcess process;
  private final Map<String, Integer> ports = new HashMap<>();
  private final X509Certificate root;

  /// Starts one and waits until all of its patients are on their feet.
  public Hospital() {
    this(program());
  }

  private Hospital(Command program) {
    process = program.start();
    process.awaitLine(OPEN, PATIENCE);
    List<Behaviour> rows = Catalogue.rows();
    for (String line : process.outLines()) {
      if (line.startsWith(ROW)) {
        String[] words = line.split(" ", -1);
        ports.put(rows.get(Integer.parseInt(words[1])).name(), Integer.parseInt(words[2]));
      }
    }
    root = certificate(process.awaitLine(ROOT, PATIENCE).substring(ROOT.length()));
  }

  /// One that has a processor's core of its own, as targets on other machines have.
  public static Hospital at(int core) {
    return new Hospital(program().pinned(core));
  }

  private static Command program() {
    return Command.java(
        "-Xmx512m", "-cp", System.getProperty("java.class.path"), Hospital.class.getName());
  }

  /// Where a behaviour is found, on 127.0.0.1.
  public int port(Behaviour row) {
    return Objects.requireNonNull(ports.get(row.name()), row.name());
  }

  /// Who signed what the well-behaved show of certificates.
  public X509Certificate root() {
    return root;
  }

  @Override
  public void close() {
    process.close();
  }

  /// The process itself: tells its root and its ports, and ends when its input does.
  public static void main(String[] words) throws Exception {
    var authority = new Authority();
    System.out.println(ROOT + Base64.getEncoder().encodeToString(authority.root().getEncoded()));
    var patients = new ArrayList<Patient>();
    for (Behaviour row : Catalogue.rows()) {
      Patient patient = Patient.of(row.stand(), authority);
      System.out.println(ROW + patients.size() + " " + patient.port());
      patients.add(patient);
    }
    System.out.println(OPEN);
    while (System.in.read() >= 0) {
      // whoever started it is still there
    }
    patients.forEach(Patient::close);
  }

  private static X509Certificate certificate(String encoded) {
    try (var in = new ByteArrayInputStream(Base64.getDecoder().decode(encoded))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException e) {
      throw new IllegalStateException("the child told no certificate: " + encoded, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
