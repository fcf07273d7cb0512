package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.inspection.AccountSight;
import dev.writeback.directory.inspection.BindView;
import dev.writeback.directory.inspection.Endpoint;
import dev.writeback.directory.inspection.ServerView;
import dev.writeback.directory.inspection.ServerVisit;
import dev.writeback.directory.inspection.TlsView;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.ldap.ServerContact;
import dev.writeback.directory.ldap.ServerDiscovery;
import dev.writeback.directory.ldap.ServerUnavailableException;
import dev.writeback.directory.rights.Preflight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One domain controller on one connection. Not thread-safe. */
final class DomainControllerVisit implements ServerVisit {
    /** msDS-Behavior-Version (MS-ADTS 6.1.4.4). */
    private static final Map<String, String> LEVELS = Map.of(
            "0", "2000",
            "1", "2003 mixed",
            "2", "2003",
            "3", "2008",
            "4", "2008 R2",
            "5", "2012",
            "6", "2012 R2",
            "7", "2016",
            "10", "2025");

    private final ServerContact contact;
    private final Endpoint address;
    private final ActiveDirectorySettings settings;
    private final EntryName base;
    private @Nullable ServerFacts facts;

    DomainControllerVisit(ServerContact contact, Endpoint address, ActiveDirectorySettings settings, EntryName base) {
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
        try {
            SearchResultEntry root = contact.connection().getEntry("", "currentTime");
            return Optional.ofNullable(root).flatMap(entry -> ServerFacts.clockOffset(entry, settings.clock()));
        } catch (LDAPException e) {
            // Whoever shows the rootDSE to nobody else shows it to the service account.
            return Optional.ofNullable(facts).flatMap(ServerFacts::clockOffset);
        }
    }

    @Override
    public BindView bind() {
        return contact.bind();
    }

    @Override
    public ServerView server() {
        try {
            ServerFacts fresh = ServerFacts.read(contact.connection(), base, false, true, settings.clock());
            facts = fresh;
            return new ServerView(
                    Optional.empty(),
                    words(fresh),
                    Optional.of(fresh.policyHints().isPresent()));
        } catch (ServerUnavailableException e) {
            return ServerView.unusable(String.valueOf(e.getMessage()));
        } catch (LDAPException e) {
            return ServerView.unusable(text(e));
        }
    }

    private List<String> words(ServerFacts known) throws LDAPException {
        SearchResultEntry root = contact.connection()
                .getEntry("", "dnsHostName", "domainFunctionality", "domainControllerFunctionality");
        List<String> words = new ArrayList<>();
        words.add(known.primary() ? "writable, PDC emulator" : "writable");
        words.add("domain " + known.domainDn());
        if (root != null) {
            add(words, "calls itself ", root.getAttributeValue("dnsHostName"));
            add(words, "level of the domain ", level(root.getAttributeValue("domainFunctionality")));
            add(words, "of the controller ", level(root.getAttributeValue("domainControllerFunctionality")));
        }
        return words;
    }

    private static void add(List<String> words, String what, @Nullable String value) {
        if (value != null) {
            words.add(what + value);
        }
    }

    private static @Nullable String level(@Nullable String number) {
        return number == null ? null : LEVELS.getOrDefault(number, number);
    }

    @Override
    public Optional<String> ownSid() {
        return Optional.ofNullable(facts).flatMap(ServerFacts::ownSid).map(Sid::toString);
    }

    @Override
    public Optional<Preflight> rights(List<String> parts) {
        try {
            return Optional.of(new PreflightReader(contact.connection(), known()).read(address.host(), parts));
        } catch (LDAPException e) {
            return Optional.of(Preflight.unreadable(address.host(), parts, text(e)));
        }
    }

    @Override
    public AccountSight account(AccountRef ref) {
        try {
            AccountSearch search = new AccountSearch(base, new RecentAnchors(settings.clock()));
            AccountSearch.Match match = search.find(contact.connection(), ref, settings.responseTimeout());
            if (match instanceof AccountSearch.Match.Several) {
                return new AccountSight.Ambiguous();
            }
            return match instanceof AccountSearch.Match.One one
                    ? new AccountInspection(contact.connection(), known(), settings)
                            .of(
                                    one.entry().dn(),
                                    ServerDiscovery.address(address).name())
                    : new AccountSight.NotFound();
        } catch (UnreadableEntryException e) {
            return new AccountSight.Unreadable(String.valueOf(e.getMessage()));
        } catch (LDAPException e) {
            return new AccountSight.Unreadable(text(e));
        }
    }

    private ServerFacts known() {
        if (facts == null) {
            throw new IllegalStateException("the server has not been looked at");
        }
        return facts;
    }

    private static String text(LDAPException e) {
        return e.getResultCode() + ": " + e.getMessage();
    }

    @Override
    public void close() {
        contact.close();
    }
}
