package selaras.consensus.ratis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;

/**
 * TLS between the nodes, mutual: who has no certificate of the authority is not spoken to. The
 * files, in PEM, are read at the start.
 *
 * @param key of this node, in PKCS #8
 * @param certificate of this node, for its host in the topology, and those up to the authority
 * @param authority that has signed the certificates of all nodes
 */
public record RatisTls(Path key, Path certificate, Path authority) {
  public RatisTls {
    require("raft.tls.key", key);
    require("raft.tls.certificate", certificate);
    require("raft.tls.authority", authority);
  }

  /** All three, or none. */
  public static Optional<RatisTls> of(
      Optional<Path> key, Optional<Path> certificate, Optional<Path> authority) {
    if (key.isEmpty() && certificate.isEmpty() && authority.isEmpty()) {
      return Optional.empty();
    }
    if (key.isEmpty() || certificate.isEmpty() || authority.isEmpty()) {
      throw new IllegalArgumentException(
          "raft.tls.key, raft.tls.certificate and raft.tls.authority belong together");
    }
    return Optional.of(new RatisTls(key.get(), certificate.get(), authority.get()));
  }

  private static void require(String name, Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(name + " cannot be read: " + file);
    }
  }

  void addTo(Parameters parameters) {
    GrpcConfigKeys.TLS.setConf(
        parameters,
        new GrpcTlsConfig(key.toFile(), certificate.toFile(), authority.toFile(), true));
  }
}
