package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordPolicy;
import dev.writeback.directory.inspection.AccountSight;
import dev.writeback.directory.inspection.AccountSight.PasswordState;
import dev.writeback.directory.inspection.BindView;
import dev.writeback.directory.inspection.Endpoint;
import dev.writeback.directory.inspection.ServerView;
import dev.writeback.directory.inspection.ServerVisit;
import dev.writeback.directory.inspection.TlsView;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.ldap.ServerContact;
import dev.writeback.directory.ldap.ServerUnavailableException;
import dev.writeback.directory.rights.Preflight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One server of a standard directory on one connection. Not thread-safe. */
final class StandardVisit implements ServerVisit {
    private final ServerContact contact;
    private final Endpoint address;
    private final StandardDirectorySettings settings;
    private final EntryName base;
    private @Nullable ServerOffer offer;

    StandardVisit(ServerContact contact, Endpoint address, StandardDirectorySettings settings, EntryName base) {
        this.contact = contact;
        this.address = address;
        this.settings = settings;
        this.base = base;
    }

    @Override
    public TlsView tls() {
        return contact.tls();
    }

    @Override
    public Optional<Duration> clockOffset() {
        return Optional.empty();
    }

    @Override
    public BindView bind() {
        return contact.bind();
    }

    @Override
    public ServerView server() {
        try {
            ServerOffer known = ServerOffer.read(
                    contact.connection(), base, settings.policies().hashesCleartext());
            offer = known;
            String policy = known.passwordPolicy()
                    ? "password policy control"
                    : "no password policy control: reasons and locks stay unknown";
            return new ServerView(Optional.empty(), List.of("Password Modify (RFC 3062)", policy), Optional.empty());
        } catch (ServerUnavailableException e) {
            return ServerView.unusable(String.valueOf(e.getMessage()));
        } catch (LDAPException e) {
            return ServerView.unusable(text(e));
        }
    }

    @Override
    public Optional<String> ownSid() {
        return Optional.empty();
    }

    /** Such servers keep their access rules to themselves. */
    @Override
    public Optional<Preflight> rights(List<String> parts) {
        return Optional.empty();
    }

    @Override
    public AccountSight account(AccountRef ref) {
        LDAPConnection connection = contact.connection();
        PersonSearch search =
                new PersonSearch(settings.baseDn(), settings.policies().loginAttribute());
        PersonJudge judge = new PersonJudge(settings, search);
        try {
            Optional<Filter> filter = search.filter(ref);
            if (filter.isEmpty()) {
                return new AccountSight.NotFound();
            }
            Lookup lookup = judge.find(connection, known(), address.host(), filter.get());
            if (lookup instanceof Lookup.Found found) {
                return sight(connection, judge, found);
            }
            return lookup instanceof Lookup.Unavailable unavailable
                    ? new AccountSight.Unreadable(unavailable.cause())
                    : lookup instanceof Lookup.Ambiguous ? new AccountSight.Ambiguous() : new AccountSight.NotFound();
        } catch (LDAPException e) {
            return new AccountSight.Unreadable(text(e));
        }
    }

    private ServerOffer known() {
        if (offer == null) {
            throw new IllegalStateException("the server has not been looked at");
        }
        return offer;
    }

    private AccountSight sight(LDAPConnection connection, PersonJudge judge, Lookup.Found found) throws LDAPException {
        Optional<PersonEntry> entry =
                PersonEntry.read(connection, found.account().dn());
        if (entry.isEmpty()) {
            return new AccountSight.NotFound();
        }
        Optional<PasswordPolicy> policy = judge.policy(connection, entry.get())
                .map(rules ->
                        rules.toPasswordPolicy(entry.get(), settings.clock().instant()));
        return new AccountSight.Found(
                found.account(),
                Map.of(),
                policy.map(PasswordPolicy::source),
                policy,
                new PasswordState(entry.get().changedAt(), entry.get().mustChange(), false, Optional.empty()),
                Optional.empty());
    }

    private static String text(LDAPException e) {
        return e.getResultCode() + ": " + e.getMessage();
    }

    @Override
    public void close() {
        contact.close();
    }
}
