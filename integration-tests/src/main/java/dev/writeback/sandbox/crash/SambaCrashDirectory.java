package dev.writeback.sandbox.crash;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import dev.writeback.sandbox.directory.AdministratorReset;
import dev.writeback.sandbox.samba.SambaServer;
import dev.writeback.sandbox.samba.SambaWitness;
import dev.writeback.sandbox.site.SiteDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A part of the users of a Samba AD domain controller. The log of writes is the server's own database, which root reads: the
 * version of {@code unicodePwd}, and the hashes of all passwords that were written, in order.
 */
final class SambaCrashDirectory implements CrashDirectory {
    /** So many lanes can share a server. */
    static final int LANES = 3;

    private static final int USERS_PER_LANE = 6;

    private final SambaServer server;
    private final SambaWitness witness;
    private final LDAPConnection administrator;
    private final List<String> users;

    private SambaCrashDirectory(
            SambaServer server, SambaWitness witness, LDAPConnection administrator, List<String> users) {
        this.server = server;
        this.witness = witness;
        this.administrator = administrator;
        this.users = users;
    }

    /**
     * The part of a lane.
     *
     * @param lane 0 to {@link #LANES} - 1
     */
    static SambaCrashDirectory open(SambaServer server, int lane) throws IOException {
        List<String> users = IntStream.rangeClosed(lane * USERS_PER_LANE + 1, (lane + 1) * USERS_PER_LANE)
                .mapToObj(n -> String.format("u%02d", n))
                .toList();
        SambaWitness witness = server.witness();
        try {
            return new SambaCrashDirectory(server, witness, server.administrator(), users);
        } catch (LDAPException e) {
            witness.close();
            throw new IllegalStateException("the administrator cannot sign in: " + e.getResultCode(), e);
        }
    }

    @Override
    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public String host() {
        return SambaServer.HOST;
    }

    @Override
    public SiteDirectory reachedAt(int port) throws IOException {
        return new SiteDirectory(
                "ldaps://" + host() + ":" + port,
                server.baseDn(),
                Files.readString(server.caFile()),
                server.serviceAccountDn(),
                server.serviceAccountPassword(),
                server.staffDn());
    }

    @Override
    public List<String> users() {
        return users;
    }

    @Override
    public byte[] begin(String user) {
        byte[] password = server.userPassword();
        reset(user, password);
        witness.forgetFailedAttempts(user);
        return password;
    }

    @Override
    public UUID guidOf(String user) {
        return witness.look(user).guid();
    }

    @Override
    public long lastWrite(String user) {
        return witness.look(user).version();
    }

    @Override
    public List<Long> writes(String user, long after) {
        return witness.look(user).versionsAfter(after);
    }

    @Override
    public List<Long> writes(String user, long after, byte[] password) {
        return witness.look(user).versionsAfter(after, password);
    }

    @Override
    public boolean holds(String user, byte[] password) {
        return witness.look(user).holds(password);
    }

    @Override
    public boolean isLocked(String user) {
        return witness.look(user).locked();
    }

    @Override
    public void lock(String user) {
        witness.lock(user);
    }

    @Override
    public void forgetFailedAttempts(String user) {
        witness.forgetFailedAttempts(user);
    }

    @Override
    public void setPasswordWritten(String user, Instant at) {
        witness.setPasswordWritten(user, at);
    }

    @Override
    public void reset(String user, byte[] password) {
        try {
            AdministratorReset.on(administrator, dnOf(user), password);
        } catch (LDAPException e) {
            throw new IllegalStateException("the administrator's reset failed: " + e.getResultCode(), e);
        }
    }

    private String dnOf(String user) throws LDAPException {
        SearchResultEntry entry = administrator.searchForEntry(new SearchRequest(
                server.staffDn(), SearchScope.SUB, Filter.createEqualityFilter("sAMAccountName", user), "1.1"));
        if (entry == null) {
            throw new IllegalStateException("the seed has no " + user);
        }
        return entry.getDN();
    }

    /** Every account has the password of the seed again, written now. */
    @Override
    public void close() {
        try {
            users.forEach(this::begin);
        } finally {
            administrator.close();
            witness.close();
        }
    }
}
