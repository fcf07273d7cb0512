package dev.writeback.sandbox.directory;

import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.directory.api.ldap.model.csn.CsnFactory;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.DefaultEntry;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.schema.SchemaManager;

/** Makes entries with what AD itself gives to each object: identifiers, defaults, times and stamps. */
final class ObjectFactory {
    private static final long NORMAL_USER = 805_306_368;
    private static final int DOMAIN_USERS = 513;
    private static final long FIRST_RID = 1103;

    private final SchemaManager schema;
    private final Replication replication;
    private final Clock clock;
    private final CsnFactory csn = new CsnFactory(1);
    private final AtomicLong nextRid = new AtomicLong(FIRST_RID);

    ObjectFactory(SchemaManager schema, Replication replication, Clock clock) {
        this.schema = schema;
        this.replication = replication;
        this.clock = clock;
    }

    Entry object(String dn, String... classes) throws LdapException {
        UUID guid = UUID.randomUUID();
        String now = Replication.generalizedTime(clock.instant());
        String usn = Long.toString(replication.highestCommitted());
        Entry entry = new DefaultEntry(schema, dn);
        entry.add("objectClass", classes);
        entry.add("objectGUID", ObjectGuid.octets(guid));
        entry.add("entryUUID", guid.toString());
        entry.add("entryCSN", csn.newInstance().toString());
        entry.add("whenCreated", now);
        entry.add("whenChanged", now);
        entry.add("uSNCreated", usn);
        entry.add("uSNChanged", usn);
        entry.add(entry.getDn().getRdn().getType(), entry.getDn().getRdn().getValue());
        return entry;
    }

    Entry group(String dn, ObjectSid sid, int type) throws LdapException {
        Entry entry = object(dn, "top", "group");
        entry.add("sAMAccountName", entry.getDn().getRdn().getValue());
        entry.add("objectSid", sid.octets());
        number(entry, "groupType", type);
        return entry;
    }

    ObjectSid nextSid() {
        return CorpDomain.SID.child(nextRid.getAndIncrement());
    }

    /** A user who has never had a password. */
    Entry user(String dn, String accountName, int control) throws LdapException {
        Entry entry = object(dn, "top", "person", "organizationalPerson", "user");
        entry.add("sAMAccountName", accountName);
        entry.add("objectSid", nextSid().octets());
        entry.add("objectCategory", "CN=Person,CN=Schema," + CorpDomain.CONFIGURATION);
        number(entry, "sAMAccountType", NORMAL_USER);
        number(entry, "userAccountControl", control);
        number(entry, "primaryGroupID", DOMAIN_USERS);
        number(entry, "accountExpires", FileTime.NEVER);
        for (String zero : new String[] {"pwdLastSet", "badPwdCount", "badPasswordTime", "lastLogon"}) {
            number(entry, zero, 0);
        }
        entry.add(
                "replPropertyMetaData",
                replication.created(
                        Set.of(ReplicationMetadata.USER_ACCOUNT_CONTROL, ReplicationMetadata.PWD_LAST_SET),
                        clock.instant()));
        return entry;
    }

    /** A user made by a client: the defaults, with what the request says in their place. */
    Entry user(Entry requested) throws LdapException {
        String dn = requested.getDn().getName();
        Attribute name = requested.get("sAMAccountName");
        Entry entry = user(
                dn,
                name == null
                        ? requested.getDn().getRdn().getValue()
                        : name.get().getString(),
                AccountEntry.NORMAL_ACCOUNT | AccountEntry.DISABLED);
        for (Attribute attribute : requested) {
            if (!attribute.getAttributeType().getName().equals("objectClass")) {
                entry.put(attribute);
            }
        }
        return entry;
    }

    /** As if the first password had been set now. */
    void markPasswordSet(Entry user) throws LdapException {
        Instant now = clock.instant();
        number(user, "pwdLastSet", FileTime.ticks(now));
        number(user, "lockoutTime", 0);
        user.put(
                "replPropertyMetaData",
                replication.created(
                        Set.of(
                                ReplicationMetadata.USER_ACCOUNT_CONTROL,
                                ReplicationMetadata.UNICODE_PWD,
                                ReplicationMetadata.NT_PWD_HISTORY,
                                ReplicationMetadata.PWD_LAST_SET,
                                ReplicationMetadata.SUPPLEMENTAL_CREDENTIALS,
                                ReplicationMetadata.LOCKOUT_TIME),
                        now));
    }

    static void number(Entry entry, String attribute, long value) throws LdapException {
        entry.put(attribute, Long.toString(value));
    }
}
