package dev.writeback.it.directory;

import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.protocol.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Variations of a directory's settings. */
record Settings(ActiveDirectorySettings base) {
    /** The one server of the base. */
    ServerAddress server() {
        return ((ServerChoice.Listed) base.servers()).addresses().get(0);
    }

    ActiveDirectorySettings with(ServerChoice servers) {
        return with(servers, base.caFile(), base.bindPassword(), base.responseTimeout());
    }

    ActiveDirectorySettings with(ServerAddress... servers) {
        return with(ServerChoice.of(servers), base.caFile(), base.bindPassword(), base.responseTimeout());
    }

    ActiveDirectorySettings with(Path caFile, Supplier<Secret> bindPassword) {
        return with(base.servers(), Optional.of(caFile), bindPassword, base.responseTimeout());
    }

    ActiveDirectorySettings with(ServerAddress server, Supplier<Secret> bindPassword) {
        return with(ServerChoice.of(server), base.caFile(), bindPassword, base.responseTimeout());
    }

    ActiveDirectorySettings with(ServerAddress server, Duration responseTimeout) {
        return with(ServerChoice.of(server), base.caFile(), base.bindPassword(), responseTimeout);
    }

    ActiveDirectorySettings withBaseDn(String baseDn) {
        return new ActiveDirectorySettings(
                base.name(),
                base.servers(),
                baseDn,
                base.caFile(),
                base.bindUser(),
                base.bindPassword(),
                base.connectTimeout(),
                base.responseTimeout(),
                base.poolSize(),
                base.historyRequired(),
                base.clock());
    }

    ActiveDirectorySettings withHistoryRequired() {
        return new ActiveDirectorySettings(
                base.name(),
                base.servers(),
                base.baseDn(),
                base.caFile(),
                base.bindUser(),
                base.bindPassword(),
                base.connectTimeout(),
                base.responseTimeout(),
                base.poolSize(),
                true,
                base.clock());
    }

    ActiveDirectorySettings as(String bindUser, Supplier<Secret> bindPassword) {
        return new ActiveDirectorySettings(
                base.name(),
                base.servers(),
                base.baseDn(),
                base.caFile(),
                bindUser,
                bindPassword,
                base.connectTimeout(),
                base.responseTimeout(),
                base.poolSize(),
                base.historyRequired(),
                base.clock());
    }

    private ActiveDirectorySettings with(
            ServerChoice servers, Optional<Path> caFile, Supplier<Secret> bindPassword, Duration responseTimeout) {
        return new ActiveDirectorySettings(
                base.name(),
                servers,
                base.baseDn(),
                caFile,
                base.bindUser(),
                bindPassword,
                base.connectTimeout(),
                responseTimeout,
                base.poolSize(),
                base.historyRequired(),
                base.clock());
    }
}
