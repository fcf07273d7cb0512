package dev.writeback.sandbox.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.exception.LdapException;
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
 * is read, and refuses all other writes. The directory's own session passes untouched.
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
        context.setModItems(changes);
        next(context);
        plan.history().ifPresent(history -> installed.vault().put(target.guid(), history));
        plan.kinds().forEach(kind -> installed.log().record(target.guid(), kind, plan.at()));
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

    @Override
    public void add(AddOperationContext context) throws LdapException {
        refuseForeign(context);
        next(context);
    }

    @Override
    public void delete(DeleteOperationContext context) throws LdapException {
        refuseForeign(context);
        next(context);
    }

    @Override
    public void move(MoveOperationContext context) throws LdapException {
        refuseForeign(context);
        next(context);
    }

    @Override
    public void moveAndRename(MoveAndRenameOperationContext context) throws LdapException {
        refuseForeign(context);
        next(context);
    }

    @Override
    public void rename(RenameOperationContext context) throws LdapException {
        refuseForeign(context);
        next(context);
    }

    private void refuseForeign(OperationContext context) throws Refusal {
        if (!isOwn(context)) {
            throw Refusal.unwilling("00002035: the embedded directory serves bind, search and modify only");
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
