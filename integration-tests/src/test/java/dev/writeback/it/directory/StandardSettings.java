package dev.writeback.it.directory;

import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.standard.StandardDirectorySettings;
import dev.writeback.directory.standard.StandardDirectorySettings.Policies;
import dev.writeback.protocol.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Variations of a standard directory's settings. */
record StandardSettings(StandardDirectorySettings base) {
    StandardDirectorySettings with(ServerAddress... servers) {
        return as(
                List.of(servers), base.baseDn(), base.caFile(), base.bindUser(), base.bindPassword(), base.policies());
    }

    /** For counting requests: without groups to look through. */
    StandardDirectorySettings plainWith(ServerAddress server, Duration responseTimeout) {
        Policies plain = new Policies(
                base.policies().loginAttribute(),
                base.policies().defaultPolicy(),
                List.of(),
                base.policies().hashesCleartext());
        return new StandardDirectorySettings(
                base.name(),
                List.of(server),
                base.baseDn(),
                base.caFile(),
                base.bindUser(),
                base.bindPassword(),
                plain,
                base.connectTimeout(),
                responseTimeout,
                base.poolSize(),
                base.clock());
    }

    /** For a server of another authority, with a time limit of its own. */
    StandardDirectorySettings with(ServerAddress server, Path caFile, Duration responseTimeout) {
        return new StandardSettings(plainWith(server, responseTimeout)).with(caFile, base.bindPassword());
    }

    StandardDirectorySettings with(Path caFile, Supplier<Secret> bindPassword) {
        return as(base.servers(), base.baseDn(), Optional.of(caFile), base.bindUser(), bindPassword, base.policies());
    }

    StandardDirectorySettings with(ServerAddress server, Supplier<Secret> bindPassword) {
        return as(List.of(server), base.baseDn(), base.caFile(), base.bindUser(), bindPassword, base.policies());
    }

    StandardDirectorySettings withBaseDn(String baseDn) {
        return as(base.servers(), baseDn, base.caFile(), base.bindUser(), base.bindPassword(), base.policies());
    }

    StandardDirectorySettings with(Policies policies) {
        return as(base.servers(), base.baseDn(), base.caFile(), base.bindUser(), base.bindPassword(), policies);
    }

    StandardDirectorySettings as(String bindUser, Supplier<Secret> bindPassword) {
        return as(base.servers(), base.baseDn(), base.caFile(), bindUser, bindPassword, base.policies());
    }

    private StandardDirectorySettings as(
            List<ServerAddress> servers,
            String baseDn,
            Optional<Path> caFile,
            String bindUser,
            Supplier<Secret> bindPassword,
            Policies policies) {
        return new StandardDirectorySettings(
                base.name(),
                servers,
                baseDn,
                caFile,
                bindUser,
                bindPassword,
                policies,
                base.connectTimeout(),
                base.responseTimeout(),
                base.poolSize(),
                base.clock());
    }
}
