package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import dev.writeback.it.configure.WizardConversation;
import dev.writeback.it.configure.WizardSite;
import dev.writeback.sandbox.samba.SambaServer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The wizard before a real Active Directory domain controller. */
class SambaConfigureIT {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    @TempDir
    private Path folder;

    @Test
    void theWizardLeadsAFreshMachineToItsFirstReset() throws Exception {
        SambaServer server = SAMBA.server();
        WizardSite.Target target = new WizardSite.Target(
                "ldaps://" + SambaServer.HOST + ":" + SambaServer.LDAPS,
                server.baseDn(),
                server.serviceAccountDn(),
                new String(server.serviceAccountPassword(), StandardCharsets.UTF_8),
                server.staffDn(),
                "objectGUID:" + guidOf("u02", server),
                Optional.of(server.caFile()),
                List.of("-Djdk.net.hosts.file=" + System.getProperty("jdk.net.hosts.file")));
        try (WizardSite site = WizardSite.before(target, folder)) {
            WizardConversation.holds(site, Path.of("target", "wizard", "samba-ad.txt"));
        }
    }

    private static UUID guidOf(String name, SambaServer server) throws Exception {
        try (LDAPConnection administrator = server.administrator()) {
            SearchResultEntry entry = administrator.searchForEntry(
                    server.baseDn(), SearchScope.SUB, "(sAMAccountName=" + name + ")", "objectGUID");
            ByteBuffer guid = ByteBuffer.wrap(entry.getAttributeValueBytes("objectGUID"));
            ByteBuffer ordered = ByteBuffer.allocate(16);
            guid.order(ByteOrder.LITTLE_ENDIAN);
            ordered.putInt(guid.getInt()).putShort(guid.getShort()).putShort(guid.getShort());
            ordered.put(guid);
            ordered.flip();
            return new UUID(ordered.getLong(), ordered.getLong());
        }
    }
}
