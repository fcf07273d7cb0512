package dev.writeback.directory.ad;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import dev.writeback.directory.rights.Preflight;
import dev.writeback.directory.rights.Preflight.Answer;
import dev.writeback.directory.rights.Preflight.Part;
import dev.writeback.directory.rights.Right;
import dev.writeback.directory.rights.UserClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the access control lists that decide what the bound account may do. One per use, on one connection. */
final class PreflightReader {
    private static final String DESCRIPTOR = "nTSecurityDescriptor";
    /** LDAP_SERVER_SD_FLAGS_OID with DACL_SECURITY_INFORMATION (MS-ADTS 3.1.1.3.4.1.11). */
    private static final Control DACL_ONLY = new Control(
            "1.2.840.113556.1.4.801", true, new ASN1OctetString(new ASN1Sequence(new ASN1Integer(4)).encode()));

    private static final Filter ANY = Filter.createPresenceFilter("objectClass");
    private static final Filter CONTAINERS = Filter.createORFilter(
            Filter.createEqualityFilter("objectClass", "organizationalUnit"),
            Filter.createEqualityFilter("objectClass", "container"));
    private static final int PAGE = 500;
    private static final int MOST_PAGES = 40;

    private final LDAPConnection connection;
    private final String domainDn;

    PreflightReader(LDAPConnection connection, ServerFacts facts) {
        this.connection = connection;
        this.domainDn = facts.domainDn();
    }

    Preflight read(String server, List<String> parts) throws LDAPException {
        Optional<Basis> basis = basis();
        if (basis.isEmpty()) {
            return Preflight.unreadable(server, parts, "the server does not tell which groups the account is in");
        }
        List<Part> answers = new ArrayList<>();
        List<Part> interruptions = new ArrayList<>();
        for (String dn : parts) {
            Optional<SearchResultEntry> entry = entry(dn);
            if (entry.isEmpty()) {
                answers.add(Part.absent(dn, "there is no such entry, or the service account may not see it"));
                continue;
            }
            List<Part> here = new ArrayList<>();
            for (UserClass users : classesBelow(dn)) {
                here.add(part(dn, entry.get(), users, basis.get()));
            }
            answers.addAll(here);
            interruptions.addAll(interruptions(dn, here, basis.get()));
        }
        return new Preflight(server, answers, interruptions);
    }

    /** What holds for this one object, by its own list; empty when the server does not tell who we are. */
    Optional<Map<Right, Answer>> readObject(String dn) throws LDAPException {
        Optional<Basis> basis = basis();
        if (basis.isEmpty()) {
            return Optional.empty();
        }
        Optional<SecurityDescriptor> descriptor = entry(dn).flatMap(PreflightReader::descriptor);
        Map<Right, Answer> answers = new EnumMap<>(Right.class);
        for (Right right : Right.values()) {
            Answer own = descriptor
                    .map(list -> basis.get().judgement().onItself(list, right))
                    .orElse(Answer.UNREADABLE);
            answers.put(right, right.isOfDomain() ? basis.get().unexpire() : own);
        }
        return Optional.of(answers);
    }

    /** What every answer rests on. */
    private record Basis(RightsJudgement judgement, Answer unexpire) {}

    private Optional<Basis> basis() throws LDAPException {
        SearchResultEntry root = connection.getEntry("", "tokenGroups", "schemaNamingContext");
        Set<Sid> who = root == null ? Set.of() : token(root);
        if (who.isEmpty()) {
            return Optional.empty();
        }
        Optional<SearchResultEntry> domain = entry(domainDn);
        RightsJudgement judgement =
                new RightsJudgement(who, defaults(root.getAttributeValue("schemaNamingContext"), domain));
        Answer unexpire = domain.flatMap(PreflightReader::descriptor)
                .map(descriptor -> judgement.onItself(descriptor, Right.UNEXPIRE_PASSWORD))
                .orElse(Answer.UNREADABLE);
        return Optional.of(new Basis(judgement, unexpire));
    }

    /** Ordinary users always; others where there is one, so that nobody is told to grant what nobody needs. */
    private List<UserClass> classesBelow(String dn) throws LDAPException {
        SearchRequest request = new SearchRequest(
                dn,
                SearchScope.SUB,
                Filter.createEqualityFilter("objectClass", UserClass.INET_ORG_PERSON.toString()),
                SearchRequest.NO_ATTRIBUTES);
        request.setSizeLimit(1);
        boolean others;
        try {
            others = !connection.search(request).getSearchEntries().isEmpty();
        } catch (LDAPSearchException e) {
            if (!e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                throw e;
            }
            others = true;
        }
        return others ? List.of(UserClass.USER, UserClass.INET_ORG_PERSON) : List.of(UserClass.USER);
    }

    /** The token of the connection: the account, its groups, and what everybody who is known is in (MS-ADTS 3.1.1.3.2). */
    private static Set<Sid> token(SearchResultEntry root) {
        byte[][] values = root.getAttributeValueByteArrays("tokenGroups");
        if (values == null) {
            return Set.of();
        }
        Set<Sid> who = new HashSet<>(Stream.of(values).map(Sid::fromBytes).toList());
        who.add(Sid.parse("S-1-1-0"));
        who.add(Sid.parse("S-1-5-11"));
        return who;
    }

    private Map<UserClass, List<AccessControlEntry>> defaults(
            @Nullable String schema, Optional<SearchResultEntry> domain) throws LDAPException {
        byte[] domainSid =
                domain.map(entry -> entry.getAttributeValueBytes("objectSid")).orElse(null);
        Map<UserClass, List<AccessControlEntry>> defaults = new EnumMap<>(UserClass.class);
        if (schema == null || domainSid == null) {
            return defaults;
        }
        for (UserClass users : UserClass.values()) {
            defaults(schema, users, Sid.fromBytes(domainSid)).ifPresent(entries -> defaults.put(users, entries));
        }
        return defaults;
    }

    private Optional<List<AccessControlEntry>> defaults(String schema, UserClass users, Sid domainSid)
            throws LDAPException {
        SearchResultEntry definition = connection.searchForEntry(new SearchRequest(
                schema,
                SearchScope.ONE,
                Filter.createANDFilter(
                        Filter.createEqualityFilter("objectClass", "classSchema"),
                        Filter.createEqualityFilter("lDAPDisplayName", users.toString())),
                "defaultSecurityDescriptor"));
        String sddl = definition == null ? null : definition.getAttributeValue("defaultSecurityDescriptor");
        try {
            return Optional.ofNullable(sddl).map(text -> DefaultDescriptor.entries(text, domainSid));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<SearchResultEntry> entry(String dn) throws LDAPException {
        SearchRequest request = new SearchRequest(dn, SearchScope.BASE, ANY, DESCRIPTOR, "objectSid");
        request.addControl(DACL_ONLY);
        try {
            return Optional.ofNullable(connection.searchForEntry(request));
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<SecurityDescriptor> descriptor(SearchResultEntry entry) {
        try {
            return Optional.ofNullable(entry.getAttributeValueBytes(DESCRIPTOR)).map(SecurityDescriptor::fromBytes);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Part part(String dn, SearchResultEntry entry, UserClass users, Basis basis) {
        Optional<SecurityDescriptor> descriptor = descriptor(entry);
        Map<Right, Answer> answers = new EnumMap<>(Right.class);
        descriptor.map(list -> basis.judgement().ofUsersBelow(list, users)).ifPresent(answers::putAll);
        answers.put(Right.UNEXPIRE_PASSWORD, basis.unexpire());
        return new Part(
                dn,
                users,
                true,
                answers,
                descriptor.isPresent() ? "" : "its access control list cannot be read or understood");
    }

    /** Looks at what is below a part: each container with the answers of its own list. */
    private List<Part> interruptions(String base, List<Part> answers, Basis basis) throws LDAPException {
        Interruptions interruptions = new Interruptions(base, answers, domainDn);
        ASN1OctetString cookie = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            SearchRequest request = new SearchRequest(base, SearchScope.SUB, CONTAINERS, DESCRIPTOR);
            request.setControls(DACL_ONLY, new SimplePagedResultsControl(PAGE, cookie));
            SearchResult result;
            try {
                result = connection.search(request);
            } catch (LDAPException e) {
                if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                    return interruptions.found();
                }
                throw e;
            }
            for (SearchResultEntry entry : result.getSearchEntries()) {
                boolean closed = descriptor(entry)
                        .filter(SecurityDescriptor::isProtected)
                        .isPresent();
                for (Part answer : answers) {
                    interruptions.add(part(entry.getDN(), entry, answer.users(), basis), closed);
                }
            }
            SimplePagedResultsControl more = SimplePagedResultsControl.get(result);
            if (more == null || !more.moreResultsToReturn()) {
                return interruptions.found();
            }
            cookie = more.getCookie();
        }
        return interruptions.found();
    }
}
