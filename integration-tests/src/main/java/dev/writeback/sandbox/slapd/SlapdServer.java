package dev.writeback.sandbox.slapd;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.sandbox.standard.Loopback;
import dev.writeback.sandbox.standard.People;
import dev.writeback.sandbox.standard.ServerProcess;
import dev.writeback.sandbox.standard.StandardServer;
import dev.writeback.sandbox.tls.ServerCertificate;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** An OpenLDAP server with the ppolicy overlay, and no simple bind without TLS. */
public final class SlapdServer implements StandardServer {
    private static final Duration START = Duration.ofSeconds(20);
    private static final String ROOT = "cn=root," + People.BASE;
    private static final String ROOT_PASSWORD = "R00t-Passw0rd!";

    private final TestAuthority authority = TestAuthority.create("Slapd Test CA");
    private final int ldaps = ServerProcess.freePort();
    private final int ldap = ServerProcess.freePort();
    private final Loopback front = new Loopback(authority, ldaps);
    private final ServerProcess process;

    private SlapdServer(ServerProcess process) throws IOException, LDAPException {
        this.process = process;
        writeFiles();
        start();
        try (LDAPConnection root = administrator()) {
            People people = new People(root);
            people.entry(People.BASE, "objectClass: domain", "dc: example");
            Policies policies = new Policies(root, people);
            policies.seed();
            people.seed();
            policies.assign();
        }
    }

    /** Starts a server in a folder that is made anew; returns when it answers and the people are in it. */
    public static SlapdServer start(Path folder) {
        try {
            return new SlapdServer(ServerProcess.in(folder, START));
        } catch (IOException | LDAPException e) {
            throw new IllegalStateException("slapd does not start", e);
        }
    }

    private void writeFiles() throws IOException {
        // Under its own path the server may be confined to the system's folders.
        Files.copy(SlapdPresence.BINARY, process.file("slapd"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectory(process.file("data"));
        ServerCertificate certificate = authority.serverCertificate("localhost", "127.0.0.1");
        Files.writeString(caFile(), caPem());
        Files.writeString(process.file("server.pem"), certificate.chainPem());
        Files.writeString(process.file("server.key"), certificate.ecKeyPem());
        Files.writeString(process.file("slapd.conf"), configuration());
    }

    private String configuration() {
        return """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                moduleload ppolicy
                TLSCACertificateFile FOLDER/ca.pem
                TLSCertificateFile FOLDER/server.pem
                TLSCertificateKeyFile FOLDER/server.key
                security simple_bind=128
                database mdb
                maxsize 67108864
                suffix "BASE"
                rootdn "ROOT"
                rootpw ROOT_PASSWORD
                directory FOLDER/data
                dbnosync
                index objectClass,entryUUID,uid,mail,member,uniqueMember eq
                access to dn.subtree="ou=Staff,BASE" attrs=userPassword
                  by dn.exact="cn=svc-manage,ou=Service,BASE" manage
                  by dn.exact="cn=svc-writeback,ou=Service,BASE" =w
                  by dn.exact="cn=svc-blind,ou=Service,BASE" =w
                  by dn.exact="uid=svc-person,ou=Staff,BASE" =w
                  by self =xw
                  by anonymous auth
                  by * none
                access to dn.subtree="ou=Staff,BASE" attrs=pwdReset,pwdAccountLockedTime
                  by dn.exact="cn=svc-blind,ou=Service,BASE" none
                  by dn.children="ou=Service,BASE" write
                  by dn.exact="uid=svc-person,ou=Staff,BASE" write
                  by * none
                access to attrs=userPassword by self =xw by anonymous auth by * none
                access to dn.exact="cn=hidden,ou=Policies,BASE" by * none
                access to dn.subtree="ou=Groups,BASE" attrs=member,uniqueMember
                  by dn.exact="cn=svc-plain,ou=Service,BASE" none
                  by users read
                access to * by users read by anonymous auth
                overlay ppolicy
                ppolicy_default "cn=default,ou=Policies,BASE"
                ppolicy_hash_cleartext
                ppolicy_use_lockout
                """.replace("FOLDER", process.file("").toString())
                .replace("ROOT_PASSWORD", ROOT_PASSWORD)
                .replace("ROOT", ROOT)
                .replace("BASE", People.BASE);
    }

    private void start() throws IOException {
        // Any -d keeps it in the foreground, as our child.
        List<String> command = List.of(
                process.file("slapd").toString(),
                "-f",
                process.file("slapd.conf").toString(),
                "-h",
                "ldaps://127.0.0.1:" + ldaps + " ldap://127.0.0.1:" + ldap,
                "-d",
                "0");
        process.start(command, () -> administrator().close());
    }

    @Override
    public int ldapsPort() {
        return ldaps;
    }

    @Override
    public int ldapPort() {
        return ldap;
    }

    @Override
    public Path caFile() {
        return process.file("ca.pem");
    }

    @Override
    public String caPem() {
        return authority.caPem();
    }

    public String defaultPolicyDn() {
        return Policies.DEFAULT;
    }

    @Override
    public SSLContext clientContext() {
        return authority.clientContext();
    }

    @Override
    public LDAPConnection administrator() throws LDAPException {
        return bind(ROOT, ROOT_PASSWORD);
    }

    @Override
    public LDAPConnection bind(String dn, String password) throws LDAPException {
        return front.bind(dn, password);
    }

    @Override
    public void crash() {
        process.kill();
    }

    @Override
    public void restart() {
        try {
            start();
        } catch (IOException e) {
            throw new IllegalStateException("slapd does not start again", e);
        }
    }

    @Override
    public void freeze() {
        process.freeze();
    }

    @Override
    public void thaw() {
        process.thaw();
    }

    @Override
    public void close() {
        process.close();
    }
}
