package dev.writeback.sandbox.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.directory.api.ldap.model.cursor.Cursor;
import org.apache.directory.api.ldap.model.entry.DefaultModification;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapInvalidDnException;
import org.apache.directory.api.ldap.model.exception.LdapNoSuchObjectException;
import org.apache.directory.api.ldap.model.filter.EqualityNode;
import org.apache.directory.api.ldap.model.filter.ExprNode;
import org.apache.directory.api.ldap.model.filter.PresenceNode;
import org.apache.directory.api.ldap.model.message.AliasDerefMode;
import org.apache.directory.api.ldap.model.message.SearchScope;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.AttributeType;
import org.apache.directory.server.core.api.DirectoryService;
import org.apache.directory.server.core.api.OperationManager;

/** The entries, seen from inside: no rights, nothing constructed. Whoever calls holds the lock, or needs no more than one read. */
final class DomainTree {
    private final DirectoryService service;
    private final Dn base;

    DomainTree(DirectoryService service, Dn base) {
        this.service = service;
        this.base = base;
    }

    /** What orders all operations; ApacheDS takes the same lock for each write. */
    OperationManager lock() {
        return service.getOperationManager();
    }

    Dn base() {
        return base;
    }

    Dn dn(String text) throws LdapInvalidDnException {
        return new Dn(service.getSchemaManager(), text);
    }

    AccountEntry domain() throws LdapException {
        return find(base).orElseThrow(() -> new IllegalStateException("the domain has no root"));
    }

    /** Nothing outside the domain is found: ApacheDS's own parts of the tree are no part of AD's. */
    Optional<AccountEntry> find(Dn name) throws LdapException {
        Dn dn = new Dn(service.getSchemaManager(), name);
        if (!dn.isDescendantOf(base)) {
            return Optional.empty();
        }
        try {
            Entry entry = service.getAdminSession().lookup(dn, "*", "+");
            return Optional.ofNullable(entry).map(AccountEntry::new);
        } catch (LdapNoSuchObjectException e) {
            return Optional.empty();
        }
    }

    /** The direct children of {@code parent}. */
    List<AccountEntry> children(String parent) throws LdapException {
        return search(dn(parent), SearchScope.ONELEVEL, new PresenceNode(type("objectClass")));
    }

    /** Adds past every rule. */
    void add(Entry entry) throws LdapException {
        service.getAdminSession().add(entry);
    }

    Optional<AccountEntry> byGuid(UUID guid) throws LdapException {
        return one("entryUUID", new Value(guid.toString()));
    }

    Optional<AccountEntry> bySid(byte[] sid) throws LdapException {
        return one("objectSid", new Value(sid));
    }

    Optional<AccountEntry> byText(String attribute, String text) throws LdapException {
        return one(attribute, new Value(text));
    }

    List<AccountEntry> all() throws LdapException {
        return search(base, SearchScope.SUBTREE, new PresenceNode(type("objectClass")));
    }

    Modification replace(String attribute, String... values) throws LdapException {
        return new DefaultModification(ModificationOperation.REPLACE_ATTRIBUTE, type(attribute), values);
    }

    Modification replace(String attribute, byte[] value) throws LdapException {
        return new DefaultModification(ModificationOperation.REPLACE_ATTRIBUTE, type(attribute), value);
    }

    /** Writes past every rule. */
    void update(Dn dn, List<Modification> changes) throws LdapException {
        if (!changes.isEmpty()) {
            service.getAdminSession().modify(dn, changes);
        }
    }

    private Optional<AccountEntry> one(String attribute, Value value) throws LdapException {
        AttributeType type = type(attribute);
        List<AccountEntry> found = search(base, SearchScope.SUBTREE, new EqualityNode<>(type, new Value(type, value)));
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private AttributeType type(String attribute) throws LdapException {
        return service.getSchemaManager().lookupAttributeTypeRegistry(attribute);
    }

    private List<AccountEntry> search(Dn from, SearchScope scope, ExprNode filter) throws LdapException {
        List<AccountEntry> found = new ArrayList<>();
        lock().lockRead();
        try (Cursor<Entry> cursor =
                service.getAdminSession().search(from, scope, filter, AliasDerefMode.NEVER_DEREF_ALIASES, "*", "+")) {
            while (cursor.next()) {
                found.add(new AccountEntry(cursor.get()));
            }
        } catch (LdapException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot read the tree", e);
        } finally {
            lock().unlockRead();
        }
        return found;
    }
}
