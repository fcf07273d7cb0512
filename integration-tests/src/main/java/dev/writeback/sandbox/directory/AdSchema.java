package dev.writeback.sandbox.directory;

import java.util.List;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.schema.AttributeType;
import org.apache.directory.api.ldap.model.schema.ObjectClass;
import org.apache.directory.api.ldap.model.schema.ObjectClassTypeEnum;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.api.ldap.model.schema.UsageEnum;
import org.apache.directory.api.ldap.schema.manager.impl.DefaultSchemaManager;

/** AD's attributes and classes, as far as the directory serves them, added to ApacheDS's own schema. */
final class AdSchema {
    /** Under this arc (MS-ADSC) lie the identifiers of AD's attributes and classes. */
    private static final String MICROSOFT = "1.2.840.113556.1.";

    /** For rootDSE attributes, which have no identifier: an arc of a random UUID (X.667). */
    private static final String PRIVATE = "2.25.227694305118425930745160437516391288271.";

    private AdSchema() {}

    private enum Kind {
        TEXT("1.3.6.1.4.1.1466.115.121.1.15", "caseIgnoreMatch"),
        NUMBER("1.3.6.1.4.1.1466.115.121.1.27", "integerMatch"),
        OCTETS("1.3.6.1.4.1.1466.115.121.1.40", "octetStringMatch"),
        NAME("1.3.6.1.4.1.1466.115.121.1.12", "distinguishedNameMatch"),
        TRUTH("1.3.6.1.4.1.1466.115.121.1.7", "booleanMatch");

        private final String syntax;
        private final String equality;

        Kind(String syntax, String equality) {
            this.syntax = syntax;
            this.equality = equality;
        }
    }

    private record Attr(Kind kind, UsageEnum usage, boolean single, String oid, String name) {}

    private static Attr stored(Kind kind, String oid, String name) {
        return new Attr(kind, UsageEnum.USER_APPLICATIONS, true, MICROSOFT + oid, name);
    }

    private static Attr many(Kind kind, String oid, String name) {
        return new Attr(kind, UsageEnum.USER_APPLICATIONS, false, oid, name);
    }

    /** Returned only to who asks by name, as AD's constructed attributes are. */
    private static Attr onDemand(Kind kind, String oid, String name) {
        return new Attr(kind, UsageEnum.DIRECTORY_OPERATION, false, MICROSOFT + oid, name);
    }

    private static final List<Attr> ATTRIBUTES = List.of(
            // Identity
            stored(Kind.OCTETS, "4.2", "objectGUID"),
            stored(Kind.OCTETS, "4.146", "objectSid"),
            stored(Kind.OCTETS, "4.1360", "mS-DS-ConsistencyGuid"),
            stored(Kind.TEXT, "4.221", "sAMAccountName"),
            stored(Kind.NUMBER, "4.302", "sAMAccountType"),
            stored(Kind.TEXT, "4.656", "userPrincipalName"),
            many(Kind.TEXT, MICROSOFT + "4.771", "servicePrincipalName"),
            stored(Kind.TEXT, "4.782", "objectCategory"),
            // Account state
            stored(Kind.NUMBER, "4.8", "userAccountControl"),
            stored(Kind.NUMBER, "4.96", "pwdLastSet"),
            stored(Kind.NUMBER, "4.662", "lockoutTime"),
            stored(Kind.NUMBER, "4.12", "badPwdCount"),
            stored(Kind.NUMBER, "4.49", "badPasswordTime"),
            stored(Kind.NUMBER, "4.52", "lastLogon"),
            stored(Kind.NUMBER, "4.159", "accountExpires"),
            stored(Kind.NUMBER, "4.98", "primaryGroupID"),
            stored(Kind.NUMBER, "4.150", "adminCount"),
            stored(Kind.TRUTH, "4.868", "isCriticalSystemObject"),
            stored(Kind.NUMBER, "4.750", "groupType"),
            // Only named in requests: never in an entry
            stored(Kind.OCTETS, "4.90", "unicodePwd"),
            // Membership; member is ApacheDS's own
            many(Kind.NAME, MICROSOFT + "2.102", "memberOf"),
            // Policy
            stored(Kind.NUMBER, "4.79", "minPwdLength"),
            stored(Kind.NUMBER, "4.78", "minPwdAge"),
            stored(Kind.NUMBER, "4.74", "maxPwdAge"),
            stored(Kind.NUMBER, "4.95", "pwdHistoryLength"),
            stored(Kind.NUMBER, "4.93", "pwdProperties"),
            stored(Kind.NUMBER, "4.73", "lockoutThreshold"),
            stored(Kind.NUMBER, "4.60", "lockoutDuration"),
            stored(Kind.NUMBER, "4.61", "lockOutObservationWindow"),
            stored(Kind.NUMBER, "4.1459", "msDS-Behavior-Version"),
            stored(Kind.NUMBER, "4.2023.1", "msDS-PasswordSettingsPrecedence"),
            stored(Kind.NUMBER, "4.2013", "msDS-MinimumPasswordLength"),
            stored(Kind.NUMBER, "4.2014", "msDS-PasswordHistoryLength"),
            stored(Kind.TRUTH, "4.2015", "msDS-PasswordComplexityEnabled"),
            stored(Kind.NUMBER, "4.2012", "msDS-MinimumPasswordAge"),
            stored(Kind.NUMBER, "4.2011", "msDS-MaximumPasswordAge"),
            stored(Kind.NUMBER, "4.2019", "msDS-LockoutThreshold"),
            stored(Kind.NUMBER, "4.2017", "msDS-LockoutObservationWindow"),
            stored(Kind.NUMBER, "4.2018", "msDS-LockoutDuration"),
            many(Kind.NAME, MICROSOFT + "4.2020", "msDS-PSOAppliesTo"),
            // Replication
            stored(Kind.OCTETS, "4.115", "invocationId"),
            stored(Kind.TEXT, "4.369", "fSMORoleOwner"),
            stored(Kind.NUMBER, "2.19", "uSNCreated"),
            stored(Kind.NUMBER, "2.120", "uSNChanged"),
            stored(Kind.TEXT, "2.2", "whenCreated"),
            stored(Kind.TEXT, "2.3", "whenChanged"),
            onDemand(Kind.OCTETS, "4.3", "replPropertyMetaData"),
            // Known, so that asking is no error, but never there: as in Samba
            onDemand(Kind.TEXT, "4.1707", "msDS-ReplAttributeMetaData"),
            // Constructed
            onDemand(Kind.NUMBER, "4.1460", "msDS-User-Account-Control-Computed"),
            onDemand(Kind.NUMBER, "4.1996", "msDS-UserPasswordExpiryTimeComputed"),
            onDemand(Kind.NAME, "4.2023", "msDS-ResultantPSO"),
            onDemand(Kind.OCTETS, "4.1301", "tokenGroups"),
            onDemand(Kind.TEXT, "4.914", "allowedAttributesEffective"),
            onDemand(Kind.NUMBER, "4.1304", "sDRightsEffective"));

    private static final List<String> ROOT_DSE = List.of(
            "configurationNamingContext",
            "currentTime",
            "defaultNamingContext",
            "dnsHostName",
            "domainControllerFunctionality",
            "domainFunctionality",
            "dsServiceName",
            "forestFunctionality",
            "highestCommittedUSN",
            "isGlobalCatalogReady",
            "isSynchronized",
            "ldapServiceName",
            "rootDomainNamingContext",
            "schemaNamingContext",
            "serverName",
            "supportedCapabilities");

    private record ClassName(String oid, String name) {}

    private static final List<ClassName> CLASSES = List.of(
            new ClassName("5.9", "user"),
            new ClassName("3.30", "computer"),
            new ClassName("5.8", "group"),
            new ClassName("3.23", "container"),
            new ClassName("5.67", "domainDNS"),
            new ClassName("5.4", "builtinDomain"),
            new ClassName("5.256", "msDS-PasswordSettings"),
            new ClassName("5.255", "msDS-PasswordSettingsContainer"),
            new ClassName("5.7000.47", "nTDSDSA"),
            new ClassName("5.254", "nTDSDSARO"),
            new ClassName("5.282", "msDS-GroupManagedServiceAccount"));

    /** A schema manager that knows both ApacheDS's attributes and AD's. */
    static SchemaManager load() throws LdapException {
        DefaultSchemaManager schema;
        try {
            schema = new DefaultSchemaManager();
        } catch (Exception e) {
            throw new IllegalStateException("cannot load ApacheDS's schema", e);
        }
        schema.loadAllEnabled();
        // Relaxed registries take an addition as it comes; strict ones copy and check everything for each.
        schema.getRegistries().setRelaxed();
        for (Attr attribute : ATTRIBUTES) {
            add(schema, attribute);
        }
        int number = 0;
        for (String name : ROOT_DSE) {
            number++;
            add(schema, new Attr(Kind.TEXT, UsageEnum.USER_APPLICATIONS, false, PRIVATE + number, name));
        }
        for (ClassName className : CLASSES) {
            ObjectClass objectClass = new ObjectClass(MICROSOFT + className.oid());
            objectClass.setNames(className.name());
            objectClass.setType(ObjectClassTypeEnum.STRUCTURAL);
            objectClass.setSuperiorOids(List.of("top"));
            objectClass.setSchemaName("other");
            require(schema, schema.add(objectClass));
        }
        schema.getRegistries().setStrict();
        return schema;
    }

    private static void add(DefaultSchemaManager schema, Attr attribute) throws LdapException {
        AttributeType type = new AttributeType(attribute.oid());
        type.setNames(attribute.name());
        type.setSyntaxOid(attribute.kind().syntax);
        type.setEqualityOid(attribute.kind().equality);
        if (attribute.kind() == Kind.NUMBER) {
            type.setOrderingOid("integerOrderingMatch");
        }
        if (attribute.kind() == Kind.TEXT) {
            type.setSubstringOid("caseIgnoreSubstringsMatch");
        }
        type.setSingleValued(attribute.single());
        type.setUsage(attribute.usage());
        type.setSchemaName("other");
        require(schema, schema.add(type));
    }

    private static void require(SchemaManager schema, boolean added) {
        if (!added) {
            throw new IllegalStateException("the schema refuses an element: " + schema.getErrors());
        }
    }
}
