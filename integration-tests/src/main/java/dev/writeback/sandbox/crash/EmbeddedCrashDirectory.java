package dev.writeback.sandbox.crash;

import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.directory.EmbeddedDirectorySettings;
import dev.writeback.sandbox.directory.PasswordWrite;
import dev.writeback.sandbox.site.SiteDirectory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** An embedded directory, which has its own log of writes. It is a lane's own. */
record EmbeddedCrashDirectory(EmbeddedDirectory directory) implements CrashDirectory {
    private static final List<String> USERS = IntStream.rangeClosed(1, 20)
            .mapToObj(n -> String.format("u%02d", n))
            .toList();

    static EmbeddedCrashDirectory start() {
        return new EmbeddedCrashDirectory(EmbeddedDirectory.start(EmbeddedDirectorySettings.defaults()));
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), directory.port());
    }

    @Override
    public String host() {
        return "localhost";
    }

    @Override
    public SiteDirectory reachedAt(int port) {
        return SiteDirectory.of(directory).by("ldaps://" + host() + ":" + port);
    }

    @Override
    public List<String> users() {
        return USERS;
    }

    @Override
    public byte[] begin(String user) {
        return directory.userPassword();
    }

    @Override
    public UUID guidOf(String user) {
        return directory.guidOf(user);
    }

    @Override
    public long lastWrite(String user) {
        return writes(user, 0).stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public List<Long> writes(String user, long after) {
        return after(directory.writes().of(guidOf(user)), after);
    }

    @Override
    public List<Long> writes(String user, long after, byte[] password) {
        return after(directory.writes().of(guidOf(user), password), after);
    }

    private static List<Long> after(List<PasswordWrite> writes, long after) {
        return writes.stream()
                .filter(write -> write.kind() != PasswordWrite.Kind.UNLOCK && write.sequence() > after)
                .map(PasswordWrite::sequence)
                .toList();
    }

    @Override
    public boolean holds(String user, byte[] password) {
        return directory.holds(user, password);
    }

    @Override
    public boolean isLocked(String user) {
        return directory.lockedSince(user).isPresent();
    }

    @Override
    public void lock(String user) {
        directory.lock(user);
    }

    @Override
    public void forgetFailedAttempts(String user) {
        directory.forgetFailedAttempts(user);
    }

    @Override
    public void setPasswordWritten(String user, Instant at) {
        directory.setPasswordWritten(user, at);
    }

    @Override
    public void reset(String user, byte[] password) {
        directory.resetAsAdministrator(user, password);
    }

    @Override
    public void close() {
        directory.close();
    }
}
