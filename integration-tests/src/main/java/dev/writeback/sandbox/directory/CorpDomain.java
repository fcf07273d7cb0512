package dev.writeback.sandbox.directory;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Names and passwords of the seeded domain, as {@code samba/samba-ad.sh} and {@code samba-ad-seed.py} have them. */
final class CorpDomain {
    static final String BASE = "DC=corp,DC=example,DC=test";
    static final String CONFIGURATION = "CN=Configuration," + BASE;
    static final String USERS = "CN=Users," + BASE;
    static final String BUILTIN = "CN=Builtin," + BASE;
    static final String STAFF = "OU=Staff," + BASE;
    static final String SALES = "OU=Sales," + STAFF;
    static final String SERVICE = "OU=Service," + BASE;
    static final String ADMINS = "OU=Admins," + BASE;
    static final String SETTINGS = "CN=Password Settings Container,CN=System," + BASE;

    static final String SERVICE_ACCOUNT = "CN=svc-writeback," + SERVICE;
    static final String ADMINISTRATOR = "CN=Administrator," + USERS;
    static final String DOMAIN_ADMINS = "CN=Domain Admins," + USERS;
    static final long DOMAIN_ADMINS_RID = 512;

    static final String DNS_NAME = "corp.example.test";
    static final String NETBIOS_NAME = "CORP";
    static final ObjectSid SID = ObjectSid.parse("S-1-5-21-1012538673-595624157-1239470095");

    private CorpDomain() {}

    static byte[] userPassword() {
        return "Us3r-Passw0rd!".getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] servicePassword() {
        return "Svc-Passw0rd-1!".getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] administratorPassword() {
        return "Adm1n-Passw0rd!".getBytes(StandardCharsets.US_ASCII);
    }

    static String shortName(String hostName) {
        return hostName.split("\\.", 2)[0].toUpperCase(Locale.ROOT);
    }

    /** The server's object in the site topology. */
    static String serverObject(String hostName) {
        return "CN=" + shortName(hostName) + ",CN=Servers,CN=Default-First-Site-Name,CN=Sites," + CONFIGURATION;
    }
}
