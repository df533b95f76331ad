package selaras.consensus.ratis;

import java.util.Optional;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

/** The gRPC of Ratis, with a {@link Leadership} that hears what followers answer. */
public final class WatchedGrpc implements RpcType {
  private static final String LEADERSHIP = "selaras.leadership";

  /** Ratis makes one by the name of the class. */
  public WatchedGrpc() {}

  /** The parameters of a client. */
  static Parameters parameters(Optional<RatisTls> tls) {
    Parameters parameters = new Parameters();
    tls.ifPresent(files -> files.addTo(parameters));
    return parameters;
  }

  /** The parameters of a server that is to be watched. */
  static Parameters parameters(Optional<RatisTls> tls, Leadership leadership) {
    Parameters parameters = parameters(tls);
    parameters.put(LEADERSHIP, leadership, Leadership.class);
    return parameters;
  }

  @Override
  public String name() {
    return getClass().getName();
  }

  @Override
  public RpcFactory newFactory(Parameters parameters) {
    Leadership leadership = parameters.get(LEADERSHIP, Leadership.class);
    return new GrpcFactory(parameters) {
      @Override
      public LogAppender newLogAppender(
          RaftServer.Division server, LeaderState state, FollowerInfo follower) {
        LogAppender appender =
            super.newLogAppender(server, new WatchedOffice(state, leadership), follower);
        leadership.sendsBy(appender);
        return appender;
      }
    };
  }
}
