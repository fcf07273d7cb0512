package dev.writeback.sandbox.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import dev.writeback.sandbox.tls.ServerCertificate;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.directory.api.ldap.codec.api.LdapApiServiceFactory;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.server.core.DefaultDirectoryService;
import org.apache.directory.server.ldap.LdapServer;

/**
 * An Active Directory domain controller for tests and demonstrations, in this process: LDAPS on loopback with its own
 * certificate authority, and the fixtures of {@code samba/samba-ad-seed.py}. Everything is in memory and ends with
 * {@link #close}. Thread-safe.
 *
 * <p>It serves bind, search and modify as the agent uses them; {@code DirectoryContract} holds it against a real Samba
 * domain controller.
 */
public final class EmbeddedDirectory implements AutoCloseable {
    private final DefaultDirectoryService service;
    private final LdapServer server;
    private final DomainTree tree;
    private final TestAuthority authority;
    private final PasswordVault vault;
    private final PasswordWriteLog writes;
    private final AnsweredWrites answered;
    private final AppliedSignal applied;
    private final Rights rights;
    private final Path directory;

    private EmbeddedDirectory(
            DefaultDirectoryService service,
            LdapServer server,
            DomainTree tree,
            TestAuthority authority,
            PasswordVault vault,
            PasswordWriteLog writes,
            AnsweredWrites answered,
            AppliedSignal applied,
            Rights rights,
            Path directory) {
        this.service = service;
        this.server = server;
        this.tree = tree;
        this.authority = authority;
        this.vault = vault;
        this.writes = writes;
        this.answered = answered;
        this.applied = applied;
        this.rights = rights;
        this.directory = directory;
    }

    /** Starts with the fixtures in place; returns when LDAPS answers. */
    public static EmbeddedDirectory start(EmbeddedDirectorySettings settings) {
        QuietServer.quieten();
        try {
            return assemble(settings);
        } catch (LdapException e) {
            throw new IllegalStateException("the embedded directory does not start", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded directory does not start", e);
        }
    }

    private static EmbeddedDirectory assemble(EmbeddedDirectorySettings settings) throws LdapException, IOException {
        Path directory = Files.createTempDirectory("embedded-directory");
        SchemaManager schema = AdSchema.load();
        AdInterceptor interceptor = new AdInterceptor();
        DefaultDirectoryService service = AdServer.startService(schema, directory, interceptor);
        try {
            return populate(settings, directory, service, interceptor);
        } catch (LdapException | RuntimeException e) {
            stop(service, directory);
            throw e;
        }
    }

    private static EmbeddedDirectory populate(
            EmbeddedDirectorySettings settings,
            Path directory,
            DefaultDirectoryService service,
            AdInterceptor interceptor)
            throws LdapException {
        Clock clock = settings.clock();
        SchemaManager schema = service.getSchemaManager();
        DomainTree tree = new DomainTree(service, new Dn(schema, CorpDomain.BASE));
        PasswordVault vault = new PasswordVault();
        Replication replication = new Replication(tree, UUID.randomUUID());
        ObjectFactory objects = new ObjectFactory(schema, replication, clock);
        seed(settings, objects, tree, vault, replication);

        Policies policies = new Policies(tree);
        Rights rights = new Rights(
                tree,
                CorpDomain.DOMAIN_ADMINS,
                CorpDomain.SERVICE_ACCOUNT,
                CorpDomain.STAFF,
                SeededAccounts.guarded(tree),
                SeededAccounts.cannotChange(tree));
        Logon logon = new Logon(tree, vault, policies, clock);
        lockOut(logon, "CN=locked01," + CorpDomain.STAFF);
        PasswordWriteLog writes = new PasswordWriteLog();
        interceptor.enforce(new AdInterceptor.Rules(
                tree,
                objects,
                rights,
                new AccountModify(tree, vault, policies, rights, clock),
                new ConstructedAttributes(tree, policies, rights, schema, clock),
                replication,
                vault,
                writes,
                settings.policyHints()));

        AnsweredWrites answered = new AnsweredWrites();
        if (settings.role() == EmbeddedDirectorySettings.Role.READ_ONLY) {
            answered.answerWith(ResultCode.UNWILLING_TO_PERFORM_INT_VALUE, "0000209B: this server is read-only");
        }
        AppliedSignal applied = new AppliedSignal();
        RootDse rootDse = new RootDse(schema, tree, replication, settings);
        AdServer.Behaviour behaviour = new AdServer.Behaviour(
                new AdCodec(
                        LdapApiServiceFactory.getSingleton(),
                        new ReferenceNames(tree)::resolve,
                        rootDse.supportedControls()),
                rootDse.supportedControls(),
                tree,
                answered,
                applied,
                new BindHandler(logon),
                new SearchHandler(tree, rootDse));
        TestAuthority authority = TestAuthority.create("Embedded Directory CA");
        ServerCertificate certificate = authority.serverCertificate(settings.hostName(), "localhost", "127.0.0.1");
        LdapServer server = AdServer.listen(service, settings.port(), certificate, directory, behaviour);
        return new EmbeddedDirectory(
                service, server, tree, authority, vault, writes, answered, applied, rights, directory);
    }

    private static void seed(
            EmbeddedDirectorySettings settings,
            ObjectFactory objects,
            DomainTree tree,
            PasswordVault vault,
            Replication replication)
            throws LdapException {
        Memberships links = new Memberships();
        SeededStructure structure = new SeededStructure(objects, tree, links);
        structure.create(settings, replication);
        new SeededAccounts(objects, tree, links, vault).create(settings.hostName(), settings.users());
        structure.strictSettings("CN=pso01," + CorpDomain.STAFF);
        links.write(tree);
    }

    /** As an attacker or a forgetful user would. */
    private static void lockOut(Logon logon, String dn) throws LdapException {
        for (int attempt = 0; attempt < SeededStructure.LOCKOUT_THRESHOLD; attempt++) {
            try {
                logon.authenticate(dn, new byte[] {'x'});
            } catch (Refusal expected) {
                continue;
            }
            throw new IllegalStateException("a wrong password was accepted");
        }
    }

    /** {@code ldaps://localhost:PORT}. */
    public String url() {
        return "ldaps://localhost:" + port();
    }

    public int port() {
        return AdServer.port(server);
    }

    /** The certificate that clients have to trust. */
    public String caPem() {
        return authority.caPem();
    }

    /** A client's TLS that trusts {@link #caPem()} and nothing else. */
    public SSLContext clientContext() {
        return authority.clientContext();
    }

    public String baseDn() {
        return CorpDomain.BASE;
    }

    /** {@code OU=Staff}, where the service account may write. */
    public String staffDn() {
        return CorpDomain.STAFF;
    }

    /** The account with the delegation on {@link #staffDn()}. */
    public String serviceAccountDn() {
        return CorpDomain.SERVICE_ACCOUNT;
    }

    public byte[] serviceAccountPassword() {
        return CorpDomain.servicePassword();
    }

    public String administratorDn() {
        return CorpDomain.ADMINISTRATOR;
    }

    public byte[] administratorPassword() {
        return CorpDomain.administratorPassword();
    }

    /** The password that every seeded user starts with. */
    public byte[] userPassword() {
        return CorpDomain.userPassword();
    }

    /** {@code objectGUID} of the account with this {@code sAMAccountName}. */
    public UUID guidOf(String sam) {
        return account(sam).guid();
    }

    public String dnOf(String sam) {
        return account(sam).dn();
    }

    /** Whether a simple bind over LDAPS succeeds; a wrong password counts toward lockout like any other. */
    public boolean canBind(String sam, byte[] passwordUtf8) {
        try (LDAPConnection connection = connect()) {
            connection.bind(new SimpleBindRequest(dnOf(sam), passwordUtf8));
            return true;
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                return false;
            }
            throw new IllegalStateException("the bind was not answered: " + e.getResultCode(), e);
        }
    }

    private LDAPConnection connect() throws LDAPException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        return new LDAPConnection(authority.clientContext().getSocketFactory(), options, "localhost", port());
    }

    /** Whether this is the account's password now, whatever a bind would say. Counts as no attempt. */
    public boolean holds(String sam, byte[] passwordUtf8) {
        try (UnicodePwd password = UnicodePwd.ofUtf8(passwordUtf8)) {
            return vault.of(guidOf(sam)).isCurrent(password);
        }
    }

    /** Resets a password over LDAPS as somebody with the right to do so; refused like any other. */
    public void resetAsAdministrator(String sam, byte[] passwordUtf8) {
        try (LDAPConnection connection = connect()) {
            connection.bind(new SimpleBindRequest(administratorDn(), administratorPassword()));
            AdministratorReset.on(connection, dnOf(sam), passwordUtf8);
        } catch (LDAPException e) {
            throw new IllegalStateException("the administrator's reset failed: " + e.getResultCode(), e);
        }
    }

    /**
     * Calls {@code listener} whenever a password was written and the client has no answer yet, on the thread that then
     * answers; it may block. Replaces the former listener.
     */
    public void whenApplied(Runnable listener) {
        applied.listen(listener);
    }

    /**
     * Answers every modify with this result from now on and writes nothing, as a server does that is busy or read-only.
     *
     * @param resultCode of LDAP, any but success
     * @param diagnostic the text beside it
     */
    public void answerWritesWith(int resultCode, String diagnostic) {
        answered.answerWith(resultCode, diagnostic);
    }

    /** Serves writes again. */
    public void answerWrites() {
        answered.serve();
    }

    /** A certificate of the same authority, for a server in the place of this one. */
    public ServerCertificate certificate(Instant notAfter, String... names) {
        return authority.serverCertificate(notAfter, names);
    }

    /** Every write since the start. */
    public PasswordWriteLog writes() {
        return writes;
    }

    /** {@code pwdLastSet}; empty for an account that must change its password. */
    public Optional<Instant> passwordLastSet(String sam) {
        return time(sam, "pwdLastSet");
    }

    /** {@code lockoutTime}; empty for an account that was never locked or has been unlocked. */
    public Optional<Instant> lockedSince(String sam) {
        return time(sam, "lockoutTime");
    }

    /** Moves {@code pwdLastSet}, which no client can: for ages that a test cannot wait for. */
    public void setPasswordLastSet(String sam, Instant at) {
        set(account(sam).entry().getDn(), "pwdLastSet", Long.toString(FileTime.ticks(at)));
    }

    /**
     * Moves the last write of the password to {@code at}, in {@code pwdLastSet} and in its replication stamp: as if it had
     * been written then. The version stays.
     */
    public void setPasswordWritten(String sam, Instant at) {
        AccountEntry account = account(sam);
        byte[] octets = ReplicationMetadata.parse(
                        account.entry().get("replPropertyMetaData").get().getBytes())
                .moved(Set.of(ReplicationMetadata.UNICODE_PWD, ReplicationMetadata.PWD_LAST_SET), at)
                .octets();
        update(
                account.entry().getDn(),
                () -> List.of(
                        tree.replace("pwdLastSet", Long.toString(FileTime.ticks(at))),
                        tree.replace("replPropertyMetaData", octets)));
    }

    /** Denies the replication metadata of an account to everybody but administrators, for as long as the directory runs. */
    public void hidePasswordStamp(String sam) {
        rights.hideMetadata(guidOf(sam));
    }

    /** As after too many wrong attempts. */
    public void lock(String sam) {
        set(account(sam).entry().getDn(), "lockoutTime", Long.toString(FileTime.ticks(Instant.now())));
    }

    /** As after a logon: no wrong attempts, no lockout. */
    public void forgetFailedAttempts(String sam) {
        update(
                account(sam).entry().getDn(),
                () -> List.of(tree.replace("badPwdCount", "0"), tree.replace("lockoutTime", "0")));
    }

    /** Sets an attribute of the domain's root, such as {@code minPwdAge}. */
    public void setDomainPolicy(String attribute, long value) {
        set(tree.base(), attribute, Long.toString(value));
    }

    private void set(Dn dn, String attribute, String value) {
        update(dn, () -> List.of(tree.replace(attribute, value)));
    }

    private interface Changes {
        List<Modification> list() throws LdapException;
    }

    private void update(Dn dn, Changes changes) {
        try {
            tree.update(dn, changes.list());
        } catch (LdapException e) {
            throw new IllegalStateException("cannot write to " + dn, e);
        }
    }

    private Optional<Instant> time(String sam, String attribute) {
        long ticks = account(sam).number(attribute);
        return ticks == 0 ? Optional.empty() : Optional.of(FileTime.instant(ticks));
    }

    private AccountEntry account(String sam) {
        try {
            return tree.byText("sAMAccountName", sam)
                    .orElseThrow(() -> new IllegalArgumentException("no account is named '" + sam + "'"));
        } catch (LdapException e) {
            throw new IllegalStateException("cannot look up an account", e);
        }
    }

    /** Stops and forgets everything. */
    @Override
    public void close() {
        server.stop();
        stop(service, directory);
    }

    private static void stop(DefaultDirectoryService service, Path directory) {
        try {
            service.shutdown();
        } catch (Exception e) {
            throw new IllegalStateException("the embedded directory does not stop", e);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the embedded directory's files", e);
        }
    }
}
