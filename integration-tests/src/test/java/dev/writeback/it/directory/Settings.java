package dev.writeback.it.directory;

import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.directory.ldap.ServiceBind;
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
        return with(servers, base.caFile(), base.bind(), base.responseTimeout());
    }

    ActiveDirectorySettings with(ServerAddress... servers) {
        return with(ServerChoice.of(servers), base.caFile(), base.bind(), base.responseTimeout());
    }

    ActiveDirectorySettings with(Path caFile, Supplier<Secret> bindPassword) {
        return with(base.servers(), Optional.of(caFile), asBefore(bindPassword), base.responseTimeout());
    }

    ActiveDirectorySettings with(Path caFile) {
        return with(base.servers(), Optional.of(caFile), base.bind(), base.responseTimeout());
    }

    ActiveDirectorySettings with(ServerAddress server, Supplier<Secret> bindPassword) {
        return with(ServerChoice.of(server), base.caFile(), asBefore(bindPassword), base.responseTimeout());
    }

    ActiveDirectorySettings with(ServerAddress server, Duration responseTimeout) {
        return with(ServerChoice.of(server), base.caFile(), base.bind(), responseTimeout);
    }

    ActiveDirectorySettings withBaseDn(String baseDn) {
        return new ActiveDirectorySettings(
                base.name(),
                base.servers(),
                baseDn,
                base.caFile(),
                base.bind(),
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
                base.bind(),
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
                new ServiceBind.WithPassword(bindUser, bindPassword),
                base.connectTimeout(),
                base.responseTimeout(),
                base.poolSize(),
                base.historyRequired(),
                base.clock());
    }

    ActiveDirectorySettings with(ServiceBind bind) {
        return with(base.servers(), base.caFile(), bind, base.responseTimeout());
    }

    private ServiceBind asBefore(Supplier<Secret> password) {
        return new ServiceBind.WithPassword(base.bind().account(), password);
    }

    private ActiveDirectorySettings with(
            ServerChoice servers, Optional<Path> caFile, ServiceBind bind, Duration responseTimeout) {
        return new ActiveDirectorySettings(
                base.name(),
                servers,
                base.baseDn(),
                caFile,
                bind,
                base.connectTimeout(),
                responseTimeout,
                base.poolSize(),
                base.historyRequired(),
                base.clock());
    }
}
