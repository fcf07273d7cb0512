package dev.writeback.sandbox.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.directory.api.ldap.model.cursor.Cursor;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.LdapResult;
import org.apache.directory.api.ldap.model.message.ReferralImpl;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.api.ldap.model.message.SearchRequest;
import org.apache.directory.api.ldap.model.message.SearchResultEntryImpl;
import org.apache.directory.api.ldap.model.message.SearchResultReferenceImpl;
import org.apache.directory.api.ldap.model.message.SearchScope;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.server.ldap.LdapSession;
import org.apache.directory.server.ldap.handlers.LdapRequestHandler;

/** Searches. All results are read under one lock, so that no answer mixes two states of the directory. */
final class SearchHandler extends LdapRequestHandler<SearchRequest> {
    private static final List<String> SUBORDINATE_REFERRALS = List.of(
            CorpDomain.CONFIGURATION, "DC=DomainDnsZones," + CorpDomain.BASE, "DC=ForestDnsZones," + CorpDomain.BASE);

    private final DomainTree tree;
    private final FilterRewriter filters;
    private final RootDse rootDse;

    SearchHandler(DomainTree tree, RootDse rootDse) {
        this.tree = tree;
        this.filters = new FilterRewriter(tree);
        this.rootDse = rootDse;
    }

    @Override
    public void handle(LdapSession session, SearchRequest request) throws Exception {
        LdapResult result = request.getResultResponse().getLdapResult();
        result.setResultCode(ResultCodeEnum.SUCCESS);
        try {
            List<Entry> found = find(session, request);
            long limit = request.getSizeLimit() == 0 ? Long.MAX_VALUE : request.getSizeLimit();
            for (int i = 0; i < found.size() && i < limit; i++) {
                SearchResultEntryImpl entry = new SearchResultEntryImpl(request.getMessageId());
                entry.setObjectName(found.get(i).getDn());
                entry.setEntry(found.get(i));
                session.getIoSession().write(entry);
            }
            if (found.size() > limit) {
                result.setResultCode(ResultCodeEnum.SIZE_LIMIT_EXCEEDED);
            }
            writeReferences(session, request);
        } catch (LdapException e) {
            Refused.write(e, result);
        }
        session.getIoSession().write(request.getResultResponse());
    }

    private List<Entry> find(LdapSession session, SearchRequest request) throws Exception {
        if (request.getBase().isEmpty() && request.getScope() == SearchScope.OBJECT) {
            Optional<Dn> reader = session.isAuthenticated()
                    ? Optional.of(
                            session.getCoreSession().getEffectivePrincipal().getDn())
                    : Optional.empty();
            return List.of(RequestedAttributes.of(request).select(rootDse.entry(reader)));
        }
        if (!session.isAuthenticated()) {
            throw Refusal.unauthenticated();
        }
        tree.lock().lockRead();
        try {
            if (tree.find(request.getBase()).isEmpty()) {
                throw Refusal.noSuchObject(RequestedName.of(request.getBase()));
            }
            request.setFilter(filters.rewrite(request.getFilter()));
            List<Entry> found = new ArrayList<>();
            try (Cursor<Entry> cursor = session.getCoreSession().search(request)) {
                while (cursor.next()) {
                    found.add(cursor.get());
                }
            }
            return found;
        } finally {
            tree.lock().unlockRead();
        }
    }

    /** A subtree search from the domain's root also points at the other naming contexts. */
    private void writeReferences(LdapSession session, SearchRequest request) throws LdapException {
        if (request.getScope() != SearchScope.SUBTREE
                || !tree.dn(request.getBase().getName()).equals(tree.base())) {
            return;
        }
        for (String context : SUBORDINATE_REFERRALS) {
            SearchResultReferenceImpl reference = new SearchResultReferenceImpl(request.getMessageId());
            reference.setReferral(new ReferralImpl());
            reference.getReferral().addLdapUrl("ldaps://" + CorpDomain.DNS_NAME + "/" + context);
            session.getIoSession().write(reference);
        }
    }
}
