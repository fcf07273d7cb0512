package dev.writeback.directory.ad;

import dev.writeback.directory.inspection.DirectoryInspector;
import dev.writeback.directory.inspection.Discovery;
import dev.writeback.directory.inspection.Endpoint;
import dev.writeback.directory.inspection.ServerVisit;
import dev.writeback.directory.ldap.ConnectionSettings;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.ldap.ServerContact;
import dev.writeback.directory.ldap.ServerDiscovery;
import dev.writeback.directory.ldap.ServerTrust;
import dev.writeback.directory.ldap.ServiceAccount;

/** Looks at one Active Directory domain with the settings of {@link ActiveDirectory}. Thread-safe. */
public final class ActiveDirectoryInspector implements DirectoryInspector {
    private final ActiveDirectorySettings settings;
    private final EntryName base;
    private final ServerTrust trust;
    private final ServiceAccount account;

    private ActiveDirectoryInspector(ActiveDirectorySettings settings, EntryName base) {
        this.settings = settings;
        this.base = base;
        this.trust = ServerTrust.of(settings.caFile());
        this.account = ServiceAccount.of(settings.bind(), settings.clock());
    }

    /**
     * Prepares and connects nothing.
     *
     * @throws IllegalArgumentException when the base is no distinguished name, or the CA file or the client key cannot be
     *     used
     */
    public static ActiveDirectoryInspector of(ActiveDirectorySettings settings) {
        EntryName base = EntryName.parse(settings.baseDn())
                .orElseThrow(() -> new IllegalArgumentException(
                        "directory '" + settings.name() + "': baseDn is no distinguished name (RFC 4514)"));
        return new ActiveDirectoryInspector(settings, base);
    }

    @Override
    public Discovery discover() {
        return ServerDiscovery.of(settings.servers());
    }

    @Override
    public ServerVisit visit(Endpoint server) {
        ServerContact contact = ServerContact.open(
                ServerDiscovery.address(server),
                trust,
                account,
                new ConnectionSettings(settings.connectTimeout(), settings.responseTimeout(), settings.poolSize()));
        return new DomainControllerVisit(contact, server, settings, base);
    }

    @Override
    public String account() {
        return settings.bind().account();
    }
}
