package dev.writeback.agent;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.BindSettings;
import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.agent.config.ReplicationSettings;
import dev.writeback.agent.config.ServerSettings;
import dev.writeback.agent.config.StandardSettings;
import dev.writeback.agent.lifecycle.Shutdown;
import dev.writeback.agent.lifecycle.SteadyClock;
import dev.writeback.agent.metrics.AgentMetrics;
import dev.writeback.agent.replication.ReplicationGoal;
import dev.writeback.agent.replication.ReplicationWatch;
import dev.writeback.agent.replication.WatchedDirectory;
import dev.writeback.directory.Directory;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ad.ActiveDirectoryInspector;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.inspection.DirectoryInspector;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.directory.ldap.ServiceBind;
import dev.writeback.directory.standard.StandardDirectory;
import dev.writeback.directory.standard.StandardDirectorySettings;
import dev.writeback.directory.standard.StandardInspector;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the adapter that a configured directory asks for. */
final class DirectoryOpening {
    private static final int DNS = 53;

    private DirectoryOpening() {}

    /**
     * Prepares all that are configured, and connects none.
     *
     * @throws StartException when something in the settings cannot be used
     */
    static Map<String, Directory> all(AgentConfig config, Clock clock, AgentMetrics metrics, Shutdown shutdown)
            throws StartException {
        Map<String, Directory> opened = new LinkedHashMap<>();
        for (DirectorySettings settings : config.directories()) {
            try {
                Directory directory = open(settings, clock, metrics);
                shutdown.before("directory " + settings.name(), directory);
                opened.put(settings.name(), directory);
            } catch (IllegalArgumentException e) {
                throw StartException.misconfigured("directories", e);
            }
        }
        return opened;
    }

    /**
     * Prepares a directory and connects nothing.
     *
     * @throws IllegalArgumentException when something in the settings cannot be used
     */
    static Directory open(DirectorySettings settings, Clock clock, AgentMetrics metrics) {
        if (settings.standard().isPresent()) {
            return StandardDirectory.open(
                    standardSettingsOf(settings, settings.standard().get(), clock));
        }
        ActiveDirectory domain = openActiveDirectory(settings, clock);
        return settings.verifyReplication()
                .<Directory>map(verify -> watched(settings.name(), domain, verify, clock, metrics))
                .orElse(domain);
    }

    /** The same for one that is known to be an Active Directory. */
    static ActiveDirectory openActiveDirectory(DirectorySettings settings, Clock clock) {
        return ActiveDirectory.open(settingsOf(settings, clock));
    }

    /**
     * Prepares what looks at a directory for the doctor, and connects nothing.
     *
     * @throws IllegalArgumentException when something in the settings cannot be used
     */
    static DirectoryInspector inspector(DirectorySettings settings, Clock clock) {
        return settings.standard().isPresent()
                ? StandardInspector.of(
                        standardSettingsOf(settings, settings.standard().get(), clock))
                : ActiveDirectoryInspector.of(settingsOf(settings, clock));
    }

    private static Directory watched(
            String name, ActiveDirectory domain, ReplicationSettings verify, Clock clock, AgentMetrics metrics) {
        ReplicationWatch watch = new ReplicationWatch(
                name,
                domain.replicas(),
                new ReplicationGoal(verify.servers(), verify.within()),
                metrics.replicationOf(name),
                SteadyClock.startingAt(clock));
        metrics.watch(name, watch);
        return WatchedDirectory.start(name, domain, watch);
    }

    private static ActiveDirectorySettings settingsOf(DirectorySettings settings, Clock clock) {
        return new ActiveDirectorySettings(
                settings.name(),
                servers(settings.servers()),
                settings.baseDn().toString(),
                Optional.of(settings.caFile()),
                serviceBind(settings.bind()),
                settings.connectTimeout(),
                settings.responseTimeout(),
                settings.poolSize(),
                settings.requireHistoryOnReset(),
                clock);
    }

    private static ServiceBind serviceBind(BindSettings bind) {
        if (bind instanceof BindSettings.WithPassword with) {
            return new ServiceBind.WithPassword(with.user().toString(), with.password()::read);
        }
        if (bind instanceof BindSettings.WithKerberos with) {
            return new ServiceBind.WithKerberos(with.principal(), with.keytab(), with.kdcs());
        }
        BindSettings.WithCertificate with = (BindSettings.WithCertificate) bind;
        return new ServiceBind.WithCertificate(with.store(), with.password()::read);
    }

    private static StandardDirectorySettings standardSettingsOf(
            DirectorySettings settings, StandardSettings standard, Clock clock) {
        if (!(settings.bind() instanceof BindSettings.WithPassword bind)) {
            throw new IllegalArgumentException("directory '" + settings.name()
                    + "': the type standard binds with user and passwordFile, and in no other way");
        }
        return new StandardDirectorySettings(
                settings.name(),
                ((ServerChoice.Listed) servers(settings.servers())).addresses(),
                settings.baseDn().toString(),
                Optional.of(settings.caFile()),
                bind.user().toString(),
                bind.password()::read,
                new StandardDirectorySettings.Policies(
                        standard.loginAttribute(),
                        standard.defaultPolicy().map(DistinguishedName::toString),
                        standard.protectedGroups().stream()
                                .map(DistinguishedName::toString)
                                .toList(),
                        standard.hashesCleartext()),
                settings.connectTimeout(),
                settings.responseTimeout(),
                settings.poolSize(),
                clock);
    }

    private static ServerChoice servers(ServerSettings settings) {
        if (settings instanceof ServerSettings.Discovered found) {
            return new ServerChoice.Discovered(
                    found.domain(),
                    found.site(),
                    found.primaryFirst(),
                    found.nameServer().map(address -> new InetSocketAddress(address, DNS)));
        }
        ServerSettings.Listed listed = (ServerSettings.Listed) settings;
        return new ServerChoice.Listed(
                listed.addresses().stream()
                        .map(server -> ServerAddress.parse(server.toString()))
                        .toList(),
                listed.primaryFirst());
    }
}
