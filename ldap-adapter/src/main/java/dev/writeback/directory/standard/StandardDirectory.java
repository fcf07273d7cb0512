package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.DirectoryOutcome.Refused;
import dev.writeback.directory.Fence;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordPolicy;
import dev.writeback.directory.PasswordProof;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ldap.ConnectionSettings;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.ldap.LdapServer;
import dev.writeback.directory.ldap.LdapServers;
import dev.writeback.directory.ldap.ServerTrust;
import dev.writeback.directory.ldap.ServerUnavailableException;
import dev.writeback.directory.ldap.ServiceAccount;
import dev.writeback.directory.ldap.ServiceBind;
import dev.writeback.protocol.secret.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One directory that speaks RFC 3062 and, where it has one, the password policy of draft-behera-ldap-password-policy-10:
 * OpenLDAP with ppolicy, ApacheDS. Thread-safe; every call blocks up to the configured limits.
 *
 * <p>A reset is made as the service account, a change as the user, on a connection of its own: servers verify a current
 * password only for the one who is bound. A write reads the account again first, as on Active Directory, and is sent at
 * most once.
 */
public final class StandardDirectory implements Directory {
    private static final Logger log = LoggerFactory.getLogger(StandardDirectory.class);

    private final String name;
    private final StandardDirectorySettings.Policies known;
    private final Clock clock;
    private final PersonSearch search;
    private final PersonJudge judge;
    private final WholeSeconds seconds;
    private final LdapServers<ServerOffer> servers;
    private final PersonAccess access;

    private StandardDirectory(StandardDirectorySettings settings, EntryName base) {
        this.name = settings.name();
        this.known = settings.policies();
        this.clock = settings.clock();
        this.search = new PersonSearch(settings.baseDn(), known.loginAttribute());
        this.judge = new PersonJudge(settings, search);
        this.seconds = new WholeSeconds(clock);
        this.servers = new LdapServers<>(
                settings.servers(),
                ServerTrust.of(settings.caFile()),
                ServiceAccount.of(new ServiceBind.WithPassword(settings.bindUser(), settings.bindPassword()), clock),
                new ConnectionSettings(settings.connectTimeout(), settings.responseTimeout(), settings.poolSize()),
                connection -> ServerOffer.read(connection, base, known.hashesCleartext()),
                clock);
        this.access = new PersonAccess(name, servers, judge);
    }

    /**
     * Prepares the directory and connects nothing: servers that are down make no error here.
     *
     * @throws IllegalArgumentException when a name is no distinguished name or the CA file cannot be used
     */
    public static StandardDirectory open(StandardDirectorySettings settings) {
        EntryName base = EntryName.parse(settings.baseDn())
                .orElseThrow(() -> new IllegalArgumentException(
                        "directory '" + settings.name() + "': baseDn is no distinguished name (RFC 4514)"));
        return new StandardDirectory(settings, base);
    }

    @Override
    public Lookup find(AccountRef ref) {
        Optional<Filter> filter = search.filter(ref);
        if (filter.isEmpty()) {
            log.atDebug()
                    .setMessage("a standard directory knows no objectSid and no immutableId")
                    .addKeyValue("directory", name)
                    .log();
            return new Lookup.NotFound();
        }
        try {
            return servers.askFirst(server -> server.exchange((lease, offer) ->
                    judge.find(lease.connection(), offer, server.address().name(), filter.get())));
        } catch (ServerUnavailableException e) {
            return new Lookup.Unavailable(String.valueOf(e.getMessage()));
        } catch (LDAPException e) {
            return unavailable(e);
        }
    }

    @Override
    public Lookup findOn(String host, UUID guid) {
        Optional<LdapServer<ServerOffer>> server = servers.ofHost(host);
        if (server.isEmpty()) {
            return new Lookup.Unavailable("no server of directory '" + name + "' is called " + host);
        }
        Filter filter = search.filter(new AccountRef.ByGuid(guid)).orElseThrow();
        try {
            return server.get().exchange((lease, offer) -> judge.find(lease.connection(), offer, host, filter));
        } catch (ServerUnavailableException e) {
            return new Lookup.Unavailable(String.valueOf(e.getMessage()));
        } catch (LDAPException e) {
            return unavailable(e);
        }
    }

    private static Lookup unavailable(LDAPException e) {
        return new Lookup.Unavailable(e.getResultCode() + ": " + String.valueOf(e.getDiagnosticMessage()));
    }

    @Override
    public PasswordProof prove(Account account, Secret password) {
        Optional<LdapServer<ServerOffer>> server = servers.ofHost(account.server());
        // A bind without a password is one without a user (RFC 4513, section 5.1.2): its success would prove nothing.
        if (server.isEmpty() || password.length() == 0) {
            return PasswordProof.UNKNOWN;
        }
        try {
            Optional<Control[]> harmless = server.get()
                    .exchange((lease, offer) -> judge.isHarmless(lease.connection(), account)
                            ? Optional.of(PolicyControl.asked(offer))
                            : Optional.empty());
            return harmless.isPresent()
                    ? BindAnswer.proof(server.get().bindAs(account.dn(), password, harmless.get()))
                    : PasswordProof.NOT_TRIED;
        } catch (ServerUnavailableException | LDAPException e) {
            return PasswordProof.UNKNOWN;
        }
    }

    @Override
    public DirectoryOutcome reset(Account account, Secret newPassword, ResetOptions options, Fence fence) {
        return withPassword(
                account,
                newPassword,
                password -> access.onUnlockable(account, use -> {
                    Dialect dialect = use.offer().dialect();
                    boolean modify = options.mustChange() || dialect.resetsByModify();
                    if (options.mustChange() && !(dialect.forcesChange() && known.hashesCleartext())) {
                        return Refused.of(account.server(), Refusal.MUST_CHANGE_IMPOSSIBLE, whyNotForced(dialect));
                    }
                    if (password.looksHashed() && (modify || dialect.takesHashes())) {
                        return takenForHash(account);
                    }
                    PersonWrite write = new PersonWrite(account.server(), fence, use.offer());
                    DirectoryOutcome outcome = afterTheSecond(
                            use,
                            () -> modify
                                    ? write.resetByModify(use.lease(), account.dn(), password, beside(use, options))
                                    : write.reset(use.lease(), account.dn(), password));
                    return options.unlock() && use.locked()
                            ? new LockReadBack(use.lease(), account.server(), account.dn()).confirm(outcome)
                            : outcome;
                }));
    }

    private static String whyNotForced(Dialect dialect) {
        return dialect.forcesChange()
                ? "not sent: a forced change needs a Modify of userPassword, which this server might keep in clear;"
                        + " set hashesCleartext if it hashes (OpenLDAP: ppolicy_hash_cleartext)"
                : "not sent: on ApacheDS a user who must change the password cannot";
    }

    private static Refused takenForHash(Account account) {
        return new Refused(
                account.server(),
                Refusal.POLICY,
                Set.of(PolicyViolation.UNSPECIFIED),
                Optional.empty(),
                "not sent: the server would take a password that begins with {...} for a hash");
    }

    private static List<Modification> beside(PersonUse use, ResetOptions options) {
        List<Modification> beside = new ArrayList<>();
        if (options.mustChange()) {
            beside.add(new Modification(ModificationType.REPLACE, "pwdReset", "TRUE"));
        }
        if (options.unlock() && use.offer().dialect().keepsLock() && use.lockout() == Lockout.LOCKED) {
            beside.addAll(endOfLock(use));
        }
        return beside;
    }

    /** A delete, not a replace by nothing: only after a delete does OpenLDAP forget the failures too. */
    private static List<Modification> endOfLock(PersonUse use) {
        Modification lock = new Modification(ModificationType.DELETE, Lockout.ATTRIBUTE);
        return use.offer().dialect().keepsLock() && use.entry().shows(PersonEntry.FAILURES)
                ? List.of(lock, new Modification(ModificationType.DELETE, PersonEntry.FAILURES))
                : List.of(lock);
    }

    @Override
    public DirectoryOutcome change(Account account, Secret currentPassword, Secret newPassword, Fence fence) {
        if (currentPassword.length() == 0) {
            return Refused.of(account.server(), Refusal.WRONG_CURRENT_PASSWORD, "not sent: it is empty");
        }
        return withPassword(
                account,
                newPassword,
                password -> withPassword(
                        account,
                        currentPassword,
                        current -> access.onUnlockable(
                                account,
                                use -> use.offer().dialect().takesHashes() && password.looksHashed()
                                        ? takenForHash(account)
                                        : afterTheSecond(
                                                use,
                                                () -> changeAsUser(
                                                        use, account, currentPassword, current, password, fence)))));
    }

    private static DirectoryOutcome changeAsUser(
            PersonUse use,
            Account account,
            Secret currentSecret,
            PasswordOctets current,
            PasswordOctets password,
            Fence fence)
            throws ServerUnavailableException {
        PersonWrite write = new PersonWrite(account.server(), fence, use.offer());
        return use.server()
                .asGuest(
                        account.dn(),
                        currentSecret,
                        (connection, bound) -> bound.getResultCode().equals(ResultCode.SUCCESS)
                                ? write.change(connection, account.dn(), current, password)
                                : BindAnswer.refusal(account.server(), bound, use.locked()),
                        PolicyControl.asked(use.offer()));
    }

    private interface Writing {
        DirectoryOutcome write() throws ServerUnavailableException;
    }

    /** Writes when the time of the write will be a new one, and adds the policy to a refusal by it. */
    private DirectoryOutcome afterTheSecond(PersonUse use, Writing writing) throws ServerUnavailableException {
        if (!seconds.letPass(use.entry())) {
            return new DirectoryOutcome.Unavailable(use.server().address().name(), "not sent: the agent stops");
        }
        DirectoryOutcome outcome = writing.write();
        if (!(outcome instanceof Refused refused) || refused.refusal() != Refusal.POLICY) {
            return outcome;
        }
        return new Refused(
                refused.server(), refused.refusal(), refused.violations(), policyOf(use), refused.diagnostic());
    }

    private Optional<PasswordPolicy> policyOf(PersonUse use) {
        try {
            return judge.policy(use.lease().connection(), use.entry())
                    .map(policy -> policy.toPasswordPolicy(use.entry(), clock.instant()));
        } catch (LDAPException | ClassCastException e) {
            // After the answer to a write nothing may fail any more: the exchange would be run again.
            use.lease().markBroken();
            return Optional.empty();
        }
    }

    @Override
    public DirectoryOutcome unlock(Account account) {
        return access.onUnlockable(account, use -> {
            if (use.offer().dialect().keepsLock() && use.lockout() == Lockout.NONE) {
                // Nobody but its administrator could ask ApacheDS to end a lock that is not there.
                return new DirectoryOutcome.Applied(account.server());
            }
            DirectoryOutcome outcome = new PersonWrite(account.server(), Fence.OPEN, use.offer())
                    .unlock(use.lease(), account.dn(), endOfLock(use));
            return new LockReadBack(use.lease(), account.server(), account.dn()).confirm(outcome);
        });
    }

    @Override
    public DirectoryOutcome validate(Account account, Secret newPassword) {
        return withPassword(
                account,
                newPassword,
                password -> access.onEntry(account, use -> {
                    Optional<PolicyEntry> policy = judge.policy(use.lease().connection(), use.entry());
                    Instant now = clock.instant();
                    Set<PolicyViolation> violations = policy.map(found -> found.violations(password, use.entry(), now))
                            .orElse(Set.of());
                    return violations.isEmpty()
                            ? new DirectoryOutcome.Applied(account.server())
                            : new Refused(
                                    account.server(),
                                    Refusal.POLICY,
                                    violations,
                                    policy.map(found -> found.toPasswordPolicy(use.entry(), now)),
                                    "judged without a write");
                }));
    }

    private interface PasswordUse {
        DirectoryOutcome with(PasswordOctets password);
    }

    private static DirectoryOutcome withPassword(Account account, Secret secret, PasswordUse use) {
        Optional<PasswordOctets> read = PasswordOctets.of(secret);
        if (read.isEmpty()) {
            return Refused.of(account.server(), Refusal.OTHER, "not sent: the password is not UTF-8 text without NUL");
        }
        try (PasswordOctets password = read.get()) {
            return password.isEmpty() ? empty(account) : use.with(password);
        }
    }

    /** A server may make up a password of its own when it is sent none (RFC 3062, section 2). */
    private static DirectoryOutcome empty(Account account) {
        return new Refused(
                account.server(),
                Refusal.POLICY,
                Set.of(PolicyViolation.TOO_SHORT),
                Optional.empty(),
                "not sent: the password is empty");
    }

    @Override
    public DirectoryHealth health() {
        return new DirectoryHealth(name, servers.health(), Optional.empty());
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
