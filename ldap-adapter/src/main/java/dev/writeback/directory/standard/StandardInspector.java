package dev.writeback.directory.standard;

import dev.writeback.directory.inspection.DirectoryInspector;
import dev.writeback.directory.inspection.Discovery;
import dev.writeback.directory.inspection.Endpoint;
import dev.writeback.directory.inspection.ServerVisit;
import dev.writeback.directory.ldap.ConnectionSettings;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.directory.ldap.ServerContact;
import dev.writeback.directory.ldap.ServerDiscovery;
import dev.writeback.directory.ldap.ServerTrust;
import dev.writeback.directory.ldap.ServiceAccount;
import dev.writeback.directory.ldap.ServiceBind;

/** Looks at one standard directory with the settings of {@link StandardDirectory}. Thread-safe. */
public final class StandardInspector implements DirectoryInspector {
    private final StandardDirectorySettings settings;
    private final EntryName base;
    private final ServerTrust trust;
    private final ServiceAccount account;

    private StandardInspector(StandardDirectorySettings settings, EntryName base) {
        this.settings = settings;
        this.base = base;
        this.trust = ServerTrust.of(settings.caFile());
        this.account = ServiceAccount.of(
                new ServiceBind.WithPassword(settings.bindUser(), settings.bindPassword()), settings.clock());
    }

    /**
     * Prepares and connects nothing.
     *
     * @throws IllegalArgumentException when the base is no distinguished name or the CA file cannot be used
     */
    public static StandardInspector of(StandardDirectorySettings settings) {
        EntryName base = EntryName.parse(settings.baseDn())
                .orElseThrow(() -> new IllegalArgumentException(
                        "directory '" + settings.name() + "': baseDn is no distinguished name (RFC 4514)"));
        return new StandardInspector(settings, base);
    }

    @Override
    public Discovery discover() {
        return ServerDiscovery.of(new ServerChoice.Listed(settings.servers(), false));
    }

    @Override
    public ServerVisit visit(Endpoint server) {
        ServerContact contact = ServerContact.open(
                ServerDiscovery.address(server),
                trust,
                account,
                new ConnectionSettings(settings.connectTimeout(), settings.responseTimeout(), settings.poolSize()));
        return new StandardVisit(contact, server, settings, base);
    }

    @Override
    public String account() {
        return settings.bindUser();
    }
}
