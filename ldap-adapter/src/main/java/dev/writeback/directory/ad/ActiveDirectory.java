package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.Fence;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordProof;
import dev.writeback.directory.Replicas;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ldap.ConnectionSettings;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.ldap.LdapServer;
import dev.writeback.directory.ldap.LdapServers;
import dev.writeback.directory.ldap.Lease;
import dev.writeback.directory.ldap.ServerTrust;
import dev.writeback.directory.ldap.ServerUnavailableException;
import dev.writeback.directory.ldap.ServiceAccount;
import dev.writeback.directory.rights.Preflight;
import dev.writeback.protocol.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * One Active Directory domain. Thread-safe; every call blocks up to the configured limits.
 *
 * <p>A write reads the account again on the connection that it then uses: this proves the connection before anything is
 * sent that cannot be taken back, and refuses an entry that has moved, was replaced or became protected since the
 * look-up. The Modify itself is sent at most once.
 */
public final class ActiveDirectory implements Directory {
    private final String name;
    private final AccountSearch search;
    private final ProtectedAccounts protectedAccounts;
    private final PolicyReader policies;
    private final LdapServers<ServerFacts> servers;
    private final Duration responseTimeout;
    /** For one request of a look-up that another server could answer. */
    private final Duration patience;

    private ActiveDirectory(ActiveDirectorySettings settings, EntryName base) {
        this.name = settings.name();
        this.search = new AccountSearch(base, new RecentAnchors(settings.clock()));
        this.protectedAccounts = ProtectedAccounts.boundBy(settings.bind());
        this.policies = new PolicyReader(settings.clock());
        this.responseTimeout = settings.responseTimeout();
        this.patience = settings.servers().hasAlternatives()
                ? shorter(settings.connectTimeout(), settings.responseTimeout())
                : settings.responseTimeout();
        boolean primaryMatters = settings.servers().primaryFirst();
        this.servers = new LdapServers<>(
                settings.servers(),
                ServerFacts::primary,
                ServerTrust.of(settings.caFile()),
                ServiceAccount.of(settings.bind(), settings.clock()),
                new ConnectionSettings(settings.connectTimeout(), settings.responseTimeout(), settings.poolSize()),
                connection -> ServerFacts.read(
                        connection, base, settings.historyRequired(), primaryMatters, settings.clock()),
                RandomGenerator.getDefault(),
                settings.clock());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Prepares the directory and connects nothing: servers that are down make no error here.
     *
     * @throws IllegalArgumentException when the base is no distinguished name or the CA file cannot be used
     */
    public static ActiveDirectory open(ActiveDirectorySettings settings) {
        EntryName base = EntryName.parse(settings.baseDn())
                .orElseThrow(() -> new IllegalArgumentException(
                        "directory '" + settings.name() + "': baseDn is no distinguished name (RFC 4514)"));
        return new ActiveDirectory(settings, base);
    }

    @Override
    public Lookup find(AccountRef ref) {
        try {
            return servers.askFirst(
                    server -> server.exchange((lease, facts) -> findOn(server, lease, facts, ref, patience)));
        } catch (ServerUnavailableException e) {
            return new Lookup.Unavailable(String.valueOf(e.getMessage()));
        } catch (LDAPException e) {
            return new Lookup.Unavailable(e.getResultCode() + ": " + String.valueOf(e.getDiagnosticMessage()));
        }
    }

    private Lookup findOn(
            LdapServer<ServerFacts> server, Lease lease, ServerFacts facts, AccountRef ref, Duration limit)
            throws LDAPException {
        try {
            AccountSearch.Match match = search.find(lease.connection(), ref, limit);
            if (match instanceof AccountSearch.Match.One one) {
                AccountEntry entry = one.entry();
                return new Lookup.Found(entry.toAccount(
                        name,
                        server.address().name(),
                        facts.invocationId(),
                        protectedAccounts.of(entry, facts),
                        entry.isLocked(lease.connection(), limit)));
            }
            return match instanceof AccountSearch.Match.Several ? new Lookup.Ambiguous() : new Lookup.NotFound();
        } catch (UnreadableEntryException e) {
            return new Lookup.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Lookup findOn(String server, UUID guid) {
        Optional<LdapServer<ServerFacts>> asked = servers.ofHost(server);
        if (asked.isEmpty()) {
            return new Lookup.Unavailable("no server of directory '" + name + "' is called " + server);
        }
        try {
            return asked.get()
                    .exchange((lease, facts) ->
                            findOn(asked.get(), lease, facts, new AccountRef.ByGuid(guid), responseTimeout));
        } catch (ServerUnavailableException e) {
            return new Lookup.Unavailable(String.valueOf(e.getMessage()));
        } catch (LDAPException e) {
            return new Lookup.Unavailable(e.getResultCode() + ": " + String.valueOf(e.getDiagnosticMessage()));
        }
    }

    @Override
    public PasswordProof prove(Account account, Secret password) {
        Optional<LdapServer<ServerFacts>> server = servers.ofHost(account.server());
        if (server.isEmpty()) {
            return PasswordProof.UNKNOWN;
        }
        try {
            boolean harmless = server.get()
                    .exchange((lease, facts) -> LockoutRisk.isHarmless(lease.connection(), account, facts.domainDn()));
            return harmless ? BindAnswer.of(server.get().bindAs(account.dn(), password)) : PasswordProof.NOT_TRIED;
        } catch (ServerUnavailableException | LDAPException e) {
            return PasswordProof.UNKNOWN;
        }
    }

    @Override
    public DirectoryOutcome reset(Account account, Secret newPassword, ResetOptions options, Fence fence) {
        return withPassword(
                account,
                newPassword,
                password -> onEntry(account, AccountEntry.Purpose.WRITE, (lease, facts, entry) -> {
                    if (options.mustChange() && entry.hasPasswordThatNeverExpires()) {
                        return DirectoryOutcome.Refused.of(
                                account.serverHost(),
                                Refusal.MUST_CHANGE_IMPOSSIBLE,
                                "not sent: the password of this account never expires");
                    }
                    AccountWrite write = AccountWrite.reset(account.dn(), password, options, facts.policyHints());
                    boolean hints = facts.policyHints().isPresent();
                    JudgedWrite.Judge judge =
                            (now, policy) -> PolicyJudgement.ofReset(password.text(), policy, now, hints);
                    DirectoryOutcome outcome = new JudgedWrite(
                                    policies, lease, entry, facts.domainDn(), patience, judge)
                            .send(write, account.serverHost(), fence);
                    LockoutReadBack lockout = new LockoutReadBack(lease, account.serverHost(), entry);
                    return options.unlock() && lockout.hasSomethingToEnd() ? lockout.confirm(outcome) : outcome;
                }));
    }

    @Override
    public DirectoryOutcome change(Account account, Secret currentPassword, Secret newPassword, Fence fence) {
        return withPassword(
                account,
                currentPassword,
                current -> withPassword(
                        account,
                        newPassword,
                        password -> onEntry(account, AccountEntry.Purpose.WRITE, (lease, facts, entry) -> {
                            AccountWrite write = AccountWrite.change(account.dn(), current, password);
                            JudgedWrite.Judge judge =
                                    (now, policy) -> PolicyJudgement.ofChange(password.text(), policy, now);
                            return new JudgedWrite(policies, lease, entry, facts.domainDn(), patience, judge)
                                    .send(write, account.serverHost(), fence);
                        })));
    }

    @Override
    public DirectoryOutcome unlock(Account account) {
        return onEntry(account, AccountEntry.Purpose.WRITE, (lease, facts, entry) -> {
            DirectoryOutcome outcome =
                    AccountWrite.unlock(account.dn()).sendOn(lease, account.serverHost(), Fence.OPEN);
            return new LockoutReadBack(lease, account.serverHost(), entry).confirm(outcome);
        });
    }

    @Override
    public DirectoryOutcome validate(Account account, Secret newPassword) {
        return withPassword(
                account,
                newPassword,
                password -> onEntry(
                        account,
                        AccountEntry.Purpose.JUDGEMENT,
                        (lease, facts, entry) -> PolicyJudgement.ofReset(
                                        password.text(),
                                        policies.read(lease.connection(), entry, facts.domainDn()),
                                        entry,
                                        facts.policyHints().isPresent())
                                .asAnswer(account.serverHost())));
    }

    private interface PasswordUse {
        DirectoryOutcome with(UnicodePwd password);
    }

    private static DirectoryOutcome withPassword(Account account, Secret secret, PasswordUse use) {
        Optional<UnicodePwd> read = UnicodePwd.of(secret);
        if (read.isEmpty()) {
            return DirectoryOutcome.Refused.of(
                    account.serverHost(), Refusal.OTHER, "not sent: the password is not UTF-8 text without NUL");
        }
        try (UnicodePwd password = read.get()) {
            return use.with(password);
        }
    }

    private interface EntryUse {
        DirectoryOutcome with(Lease lease, ServerFacts facts, AccountEntry entry) throws LDAPException;
    }

    /** Runs {@code use} on the server the account was found on, after the entry was read and judged anew. */
    private DirectoryOutcome onEntry(Account account, AccountEntry.Purpose purpose, EntryUse use) {
        String host = account.serverHost();
        Optional<LdapServer<ServerFacts>> server = servers.ofHost(account.server());
        if (server.isEmpty()) {
            return new DirectoryOutcome.Unavailable(host, "no server of directory '" + name + "' is called that");
        }
        try {
            DirectoryOutcome outcome = server.get().exchange((lease, facts) -> {
                Optional<AccountEntry> entry = AccountEntry.read(lease.connection(), account.dn(), purpose, patience);
                Optional<DirectoryOutcome> refusal =
                        entry.isEmpty() ? Optional.of(gone(account)) : refusal(account, entry.get(), facts);
                return refusal.isPresent() ? refusal.get() : use.with(lease, facts, entry.orElseThrow());
            });
            if (outcome instanceof DirectoryOutcome.Unknown unknown) {
                server.get().lost(unknown.cause());
            }
            return outcome;
        } catch (ServerUnavailableException e) {
            return new DirectoryOutcome.Unavailable(host, String.valueOf(e.getMessage()));
        } catch (LDAPException e) {
            return DirectoryOutcome.Refused.of(
                    host, Refusal.OTHER, e.getResultCode() + ": " + String.valueOf(e.getDiagnosticMessage()));
        }
    }

    private Optional<DirectoryOutcome> refusal(Account account, AccountEntry entry, ServerFacts facts) {
        try {
            if (!entry.guid().equals(account.guid())) {
                return Optional.of(gone(account));
            }
            Set<Account.Protection> protections = protectedAccounts.of(entry, facts);
            return protections.isEmpty()
                    ? Optional.empty()
                    : Optional.of(DirectoryOutcome.Refused.of(
                            account.serverHost(), Refusal.ACCESS_DENIED, "not sent: protected " + protections));
        } catch (UnreadableEntryException e) {
            return Optional.of(DirectoryOutcome.Refused.of(
                    account.serverHost(), Refusal.ACCESS_DENIED, "not sent: " + e.getMessage()));
        }
    }

    private static DirectoryOutcome gone(Account account) {
        return DirectoryOutcome.Refused.of(
                account.serverHost(),
                Refusal.NOT_FOUND,
                "not sent: the entry is no longer under the name it was found by");
    }

    /**
     * Reads from the access control lists what the service account may do with users below each of these parts. Writes
     * nothing.
     *
     * @param parts distinguished names, normally those of the configured scope
     */
    public Preflight preflight(List<String> parts) {
        try {
            return servers.askFirst(
                    server -> server.exchange((lease, facts) -> new PreflightReader(lease.connection(), facts)
                            .read(server.address().host(), parts)));
        } catch (ServerUnavailableException e) {
            return Preflight.unreadable("", parts, String.valueOf(e.getMessage()));
        } catch (LDAPException e) {
            return Preflight.unreadable("", parts, e.getResultCode() + ": " + String.valueOf(e.getDiagnosticMessage()));
        }
    }

    /** The organizational units of the domain, each before those in it, for an operator to choose from. */
    public OrganizationalUnits units() {
        try {
            return servers.askFirst(server -> server.exchange((lease, facts) -> new OrganizationalUnits(
                    facts.domainDn(), new UnitReader(lease.connection(), facts.domainDn()).read(), Optional.empty())));
        } catch (ServerUnavailableException e) {
            return OrganizationalUnits.unreadable(String.valueOf(e.getMessage()));
        } catch (LDAPException e) {
            return OrganizationalUnits.unreadable(e.getResultCode() + ": " + String.valueOf(e.getDiagnosticMessage()));
        }
    }

    /** Its domain controllers, for a look at what has reached which. */
    public Replicas replicas() {
        return new DomainReplicas(servers);
    }

    @Override
    public DirectoryHealth health() {
        return new DirectoryHealth(name, servers.health(), servers.facts().flatMap(ServerFacts::clockOffset));
    }

    @Override
    public void probe() {
        servers.probe();
    }

    @Override
    public void close() {
        servers.close();
    }
}
