package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.util.StaticUtils;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.ldap.ServerUnavailableException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a domain controller says of itself in its rootDSE (MS-ADTS 3.1.1.3.2).
 *
 * @param domainDn the naming context that holds the base of look-ups: its root has the password policy
 * @param policyHints the policy hints control it lists, the newer first (MS-ADTS 3.1.1.3.4.1.27)
 * @param invocationId what names this server as the origin of a write
 * @param ownSid the account we are bound as, where it tells
 * @param clockOffset host clock minus directory clock
 * @param primary whether it is the PDC emulator of its domain (MS-ADTS 6.1.5.3)
 */
record ServerFacts(
        String domainDn,
        Optional<String> policyHints,
        Optional<UUID> invocationId,
        Optional<Sid> ownSid,
        Optional<Duration> clockOffset,
        boolean primary) {
    private static final List<String> POLICY_HINTS = List.of("1.2.840.113556.1.4.2239", "1.2.840.113556.1.4.2066");
    /** LDAP_CAP_ACTIVE_DIRECTORY_PARTIAL_SECRETS_OID: a read-only domain controller. */
    private static final String READ_ONLY = "1.2.840.113556.1.4.1920";

    /**
     * @param historyRequired whether a server is of no use that cannot check the password history on a reset
     * @param primaryMatters whether {@link #primary} is asked for; it costs a request
     * @throws ServerUnavailableException when it is no writable controller of the domain that holds the base
     */
    static ServerFacts read(
            LDAPConnection connection, EntryName base, boolean historyRequired, boolean primaryMatters, Clock clock)
            throws LDAPException, ServerUnavailableException {
        try {
            ServerFacts facts = readRoot(connection, base, primaryMatters, clock);
            if (historyRequired && facts.policyHints().isEmpty()) {
                throw new ServerUnavailableException(
                        "the server cannot check a reset against the password history, which requireHistoryOnReset"
                                + " demands: it lists none of the controls " + POLICY_HINTS);
            }
            return facts;
        } catch (IllegalArgumentException e) {
            throw new ServerUnavailableException("the server has a malformed identifier in its rootDSE", e);
        }
    }

    private static ServerFacts readRoot(LDAPConnection connection, EntryName base, boolean primaryMatters, Clock clock)
            throws LDAPException, ServerUnavailableException {
        SearchResultEntry root = connection.getEntry(
                "",
                "namingContexts",
                "defaultNamingContext",
                "isSynchronized",
                "supportedControl",
                "supportedCapabilities",
                "dsServiceName",
                "currentTime",
                "tokenGroups");
        if (root == null) {
            throw new ServerUnavailableException("the server shows no rootDSE");
        }
        if (values(root, "supportedCapabilities").anyMatch(READ_ONLY::equals)) {
            throw NtdsSettings.readOnly();
        }
        if (values(root, "isSynchronized").anyMatch("FALSE"::equalsIgnoreCase)) {
            throw new ServerUnavailableException("the server has not finished its first replication");
        }
        String domainDn = domainDn(root, base);
        NtdsSettings settings = NtdsSettings.of(connection, root.getAttributeValue("dsServiceName"));
        List<String> controls = values(root, "supportedControl").toList();
        return new ServerFacts(
                domainDn,
                POLICY_HINTS.stream().filter(controls::contains).findFirst(),
                settings.invocationId(),
                Optional.ofNullable(root.getAttributeValueBytes("tokenGroups")).map(Sid::fromBytes),
                clockOffset(root, clock),
                primaryMatters && settings.isPrimaryOf(connection, domainDn));
    }

    /** Its own domain where it names one, else the naming context that fits: not that of another domain it may show. */
    private static String domainDn(SearchResultEntry root, EntryName base) throws ServerUnavailableException {
        String contexts = root.hasAttribute("defaultNamingContext") ? "defaultNamingContext" : "namingContexts";
        return values(root, contexts)
                .filter(context ->
                        EntryName.parse(context).filter(base::isWithin).isPresent())
                .findFirst()
                .orElseThrow(() -> new ServerUnavailableException("the server does not hold the baseDn '" + base
                        + "'; it holds " + values(root, contexts).toList()));
    }

    private static Stream<String> values(SearchResultEntry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? Stream.empty() : Stream.of(values);
    }

    /** From the attribute {@code currentTime}, which has whole seconds. */
    static Optional<Duration> clockOffset(SearchResultEntry root, Clock clock) {
        String time = root.getAttributeValue("currentTime");
        if (time == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Duration.between(StaticUtils.decodeGeneralizedTime(time).toInstant(), clock.instant()));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
