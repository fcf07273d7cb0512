package dev.writeback.sandbox.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.directory.api.ldap.model.entry.AttributeUtils;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.server.core.api.entry.ClonedServerEntry;
import org.apache.directory.server.core.api.filtering.EntryFilteringCursor;
import org.apache.directory.server.core.api.interceptor.BaseInterceptor;
import org.apache.directory.server.core.api.interceptor.context.AddOperationContext;
import org.apache.directory.server.core.api.interceptor.context.DeleteOperationContext;
import org.apache.directory.server.core.api.interceptor.context.ModifyOperationContext;
import org.apache.directory.server.core.api.interceptor.context.MoveAndRenameOperationContext;
import org.apache.directory.server.core.api.interceptor.context.MoveOperationContext;
import org.apache.directory.server.core.api.interceptor.context.OperationContext;
import org.apache.directory.server.core.api.interceptor.context.RenameOperationContext;
import org.apache.directory.server.core.api.interceptor.context.SearchOperationContext;

/**
 * Stands between every client and the entries: turns a modify into what AD would write, adds what AD constructs to what
 * is read, and leaves the making and moving of users to administrators. The directory's own session passes untouched.
 *
 * <p>ApacheDS calls {@link #modify} with its write lock held, from reading the entry to having written it.
 */
final class AdInterceptor extends BaseInterceptor {
    static final String POLICY_HINTS = "1.2.840.113556.1.4.2239";
    static final String POLICY_HINTS_DEPRECATED = "1.2.840.113556.1.4.2066";

    private volatile Optional<Rules> rules = Optional.empty();

    AdInterceptor() {
        super("active-directory");
    }

    /** What the interceptor consults; known only once the entries are there. */
    record Rules(
            DomainTree tree,
            ObjectFactory objects,
            Rights rights,
            AccountModify modify,
            ConstructedAttributes constructed,
            Replication replication,
            PasswordVault vault,
            PasswordWriteLog log,
            boolean obeysHints) {}

    void enforce(Rules installed) {
        rules = Optional.of(installed);
    }

    @Override
    public void modify(ModifyOperationContext context) throws LdapException {
        if (isOwn(context)) {
            next(context);
            return;
        }
        Rules installed = rules();
        AccountEntry who = requester(installed, context);
        AccountEntry target = new AccountEntry(context.getEntry());
        boolean hints = installed.obeysHints()
                && (context.hasRequestControl(POLICY_HINTS) || context.hasRequestControl(POLICY_HINTS_DEPRECATED));
        AccountModify.Plan plan;
        try {
            plan = installed.modify().plan(who, target, context.getModItems(), hints);
        } catch (Refusal refusal) {
            if (!refusal.bookkeeping().isEmpty()) {
                context.setModItems(refusal.bookkeeping());
                next(context);
            }
            throw refusal;
        }
        List<Modification> changes = new ArrayList<>(plan.changes());
        changes.addAll(installed.replication().stamp(target, plan.stamped(), plan.at()));
        refuseUnlessAllApply(context.getEntry(), changes);
        context.setModItems(changes);
        next(context);
        plan.history().ifPresent(history -> installed.vault().put(target.guid(), history));
        plan.kinds().forEach(kind -> installed.log().record(target.guid(), kind, plan.at(), plan.history()));
    }

    /** ApacheDS changes the stored entry one modification at a time: a failure halfway would leave the first half. */
    private static void refuseUnlessAllApply(Entry entry, List<Modification> changes) throws LdapException {
        Entry rehearsal = entry.clone();
        for (Modification change : changes) {
            AttributeUtils.applyModification(rehearsal, change);
        }
    }

    @Override
    public EntryFilteringCursor search(SearchOperationContext context) throws LdapException {
        EntryFilteringCursor cursor = next(context);
        if (!isOwn(context)) {
            Rules installed = rules();
            cursor.addEntryFilter(installed.constructed().forRequester(requester(installed, context)));
        }
        return cursor;
    }

    /** Administrators may make users and organizational units; AD fills in the rest. */
    @Override
    public void add(AddOperationContext context) throws LdapException {
        if (!isOwn(context)) {
            refuseUnlessAdministrator(context);
            context.setEntry(new ClonedServerEntry(asMadeByAd(context.getEntry())));
        }
        next(context);
    }

    private Entry asMadeByAd(Entry requested) throws LdapException {
        if (requested.contains("objectClass", "user")) {
            return rules().objects().user(requested);
        }
        if (requested.contains("objectClass", "organizationalUnit")) {
            return rules().objects().object(requested.getDn().getName(), "top", "organizationalUnit");
        }
        throw Refusal.unwilling(
                "00002035: the embedded directory lets a client add users and organizational units only");
    }

    @Override
    public void delete(DeleteOperationContext context) throws LdapException {
        if (!isOwn(context)) {
            refuseUnlessAdministrator(context);
            rules().vault().forget(new AccountEntry(context.getEntry()).guid());
        }
        next(context);
    }

    @Override
    public void move(MoveOperationContext context) throws LdapException {
        refuseUnlessAdministrator(context);
        Entry moved = context.getOriginalEntry().clone();
        moved.setDn(context.getNewDn());
        context.setModifiedEntry(moved);
        next(context);
    }

    @Override
    public void moveAndRename(MoveAndRenameOperationContext context) throws LdapException {
        refuseUnlessAdministrator(context);
        throw Refusal.unwilling("00002035: the embedded directory moves entries, but does not rename them");
    }

    @Override
    public void rename(RenameOperationContext context) throws LdapException {
        refuseUnlessAdministrator(context);
        throw Refusal.unwilling("00002035: the embedded directory moves entries, but does not rename them");
    }

    private void refuseUnlessAdministrator(OperationContext context) throws LdapException {
        Rules installed = rules();
        if (!installed.rights().isAdministrator(requester(installed, context))) {
            throw Refusal.noWriteProperty(context.getDn().getName());
        }
    }

    private boolean isOwn(OperationContext context) {
        return context.getSession() == directoryService.getAdminSession();
    }

    private static AccountEntry requester(Rules installed, OperationContext context) throws LdapException {
        return installed
                .tree()
                .find(context.getSession().getEffectivePrincipal().getDn())
                .orElseThrow(Refusal::unauthenticated);
    }

    private Rules rules() throws Refusal {
        return rules.orElseThrow(Refusal::unauthenticated);
    }
}
