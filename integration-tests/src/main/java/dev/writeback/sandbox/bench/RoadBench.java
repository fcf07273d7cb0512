package dev.writeback.sandbox.bench;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.directory.AdministratorReset;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.site.Site;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Resets through the whole road, from the cloud to the verified ack. Its limit is the same write made straight to the same
 * directory. Each worker has a user of its own, as the cloud has at most one open reset per user (PWB/1, section 6).
 */
public final class RoadBench {
    /** The seeded users that nothing is special about. */
    public static final int USERS = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Site site;
    private final CloudClient cloud;
    private final AtomicInteger number = new AtomicInteger();

    public RoadBench(Site site, CloudClient cloud) {
        this.site = site;
        this.cloud = cloud;
    }

    /**
     * What was measured.
     *
     * @param pings through the road, without the directory
     * @param resets through the road
     * @param bare the write alone, straight to the directory
     */
    public record Result(int workers, Latencies pings, Latencies resets, Latencies bare) {
        /** The part of the limit that is reached. */
        public double ratio() {
            return resets.perSecond() / bare.perSecond();
        }
    }

    /**
     * Warms up, then measures.
     *
     * @param workers 1 to {@link #USERS}
     * @param count requests of each kind, in all
     */
    public Result run(int workers, int count)
            throws InterruptedException, ExecutionException, LDAPException, GeneralSecurityException {
        int each = Math.max(1, count / workers);
        int warm = Math.max(1, each / 4);
        List<Load.Call> pings = new ArrayList<>();
        List<Load.Call> resets = resets(workers);
        List<BareWrite> bare = new ArrayList<>();
        try {
            for (int i = 1; i <= workers; i++) {
                String name = String.format("u%02d", i);
                pings.add(() -> send(Draft.ping(), Optional.empty()));
                bare.add(new BareWrite(directory(), name));
            }
            Load.run(pings, warm);
            Load.run(resets, warm);
            Load.run(bare, warm);
            return new Result(workers, Load.run(pings, each), Load.run(resets, each), Load.run(bare, each));
        } finally {
            bare.forEach(BareWrite::close);
        }
    }

    /** Resets of one user each. */
    List<Load.Call> resets(int workers) {
        List<Load.Call> resets = new ArrayList<>();
        for (int i = 1; i <= workers; i++) {
            Subject user = new Subject(
                    Subject.Format.OBJECT_GUID,
                    directory().guidOf(String.format("u%02d", i)).toString());
            resets.add(() -> reset(user));
        }
        return resets;
    }

    private EmbeddedDirectory directory() {
        return site.directory().orElseThrow();
    }

    private String nextPassword() {
        return "Bench-Passw0rd-" + number.incrementAndGet();
    }

    private void reset(Subject user) throws Exception {
        try (Secret password = Secret.takeOwnershipOf(nextPassword().getBytes(StandardCharsets.UTF_8))) {
            send(Draft.reset(user, Initiator.self()), Optional.of(password));
        }
    }

    private void send(Draft draft, Optional<Secret> password) throws Exception {
        Reply reply = cloud.send(cloud.seal(draft, password, Optional.empty()), PATIENCE)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!(reply instanceof Reply.Acknowledged acknowledged)
                || acknowledged.ack().outcome() != Outcome.OK) {
            throw new IllegalStateException("a request was not applied: " + reply);
        }
    }

    /** One connection as the service account, which replaces one user's unicodePwd. */
    private final class BareWrite implements Load.Call, AutoCloseable {
        private final LDAPConnection connection;
        private final String dn;

        BareWrite(EmbeddedDirectory directory, String name) throws LDAPException, GeneralSecurityException {
            LDAPConnectionOptions options = new LDAPConnectionOptions();
            options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
            SSLUtil tls = new SSLUtil(
                    new PEMFileTrustManager(site.file("directory-ca.pem").toFile()));
            connection = new LDAPConnection(
                    tls.createSSLSocketFactory(),
                    options,
                    "localhost",
                    directory.port(),
                    directory.serviceAccountDn(),
                    new String(directory.serviceAccountPassword(), StandardCharsets.UTF_8));
            dn = directory.dnOf(name);
        }

        @Override
        public void perform() throws LDAPException {
            AdministratorReset.on(connection, dn, nextPassword().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
