package dev.writeback.sandbox.demo;

import dev.writeback.protocol.message.Subject;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.process.AgentHttp;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What the steps work with. Not thread-safe: one step at a time. */
final class DemoStage {
    private static final int FAILED_BINDS = 5;
    private static final Duration OLD_ENOUGH_TO_CHANGE = Duration.ofDays(2);

    private final EmbeddedDirectory directory;
    private final DemoCloud cloud;
    private final AgentHttp agent;
    private final DemoPassword.Book passwords;
    private final DemoPassword seeded;

    DemoStage(EmbeddedDirectory directory, DemoCloud cloud, AgentHttp agent, SecureRandom random) {
        this.directory = directory;
        this.cloud = cloud;
        this.agent = agent;
        this.passwords = new DemoPassword.Book(random);
        this.seeded = passwords.keep(DemoPassword.of(directory.userPassword()));
    }

    DemoCloud cloud() {
        return cloud;
    }

    AgentHttp agent() {
        return agent;
    }

    DemoPassword.Book passwords() {
        return passwords;
    }

    /** The password that every account starts with. */
    DemoPassword seeded() {
        return seeded;
    }

    DemoAccount account(String name) {
        return new DemoAccount(directory, name);
    }

    /** An account whose password is old enough to be changed. */
    DemoAccount settledAccount(String name) {
        directory.setPasswordLastSet(name, Instant.now().minus(OLD_ENOUGH_TO_CHANGE));
        return account(name);
    }

    /** An account that somebody has just locked by guessing. */
    DemoAccount lockedAccount(String name) {
        DemoAccount account = account(name);
        for (int i = 0; i < FAILED_BINDS; i++) {
            account.binds(passwords.fresh());
        }
        return account;
    }

    /** A user that does not exist. */
    Subject nobody() {
        return new Subject(Subject.Format.OBJECT_GUID, UUID.randomUUID().toString());
    }

    /** Committed writes to any account since the start. */
    int allWrites() {
        return directory.writes().all().size();
    }
}
