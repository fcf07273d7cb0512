package dev.writeback.sandbox.directory;

import java.time.Clock;

/**
 * How to start an embedded directory.
 *
 * @param port TCP port on loopback, 0 for any free one
 * @param hostName the name of the domain controller: in the certificate beside {@code localhost} and 127.0.0.1, and in
 *     the rootDSE
 * @param clock the directory's time: ages, lockouts and stamps follow it
 * @param users ordinary users u01, u02 and so on
 * @param policyHints list and obey the policy hints controls (2239 and 2066), as Windows does and Samba does not
 * @param role what it says it is
 */
public record EmbeddedDirectorySettings(
        int port, String hostName, Clock clock, int users, boolean policyHints, Role role) {
    /** What the domain controller is in its domain. */
    public enum Role {
        /** Writable, and the PDC emulator. */
        PRIMARY,
        /** Writable; another one, that is not there, is the PDC emulator. */
        WRITABLE,
        /** It refuses every write. */
        READ_ONLY
    }

    private static final int USERS = 20;
    private static final int MOST_USERS = 9999;

    public EmbeddedDirectorySettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: found " + port + ", accepted is 0 to 65535");
        }
        if (users < 0 || users > MOST_USERS) {
            throw new IllegalArgumentException("users: found " + users + ", accepted is 0 to " + MOST_USERS);
        }
        if (!hostName.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*")) {
            throw new IllegalArgumentException("hostName: found '" + hostName + "', accepted is a DNS name");
        }
    }

    /** Any free port, {@code dc1.corp.example.test}, the system clock, 20 users, no policy hints. */
    public static EmbeddedDirectorySettings defaults() {
        return new EmbeddedDirectorySettings(0, "dc1.corp.example.test", Clock.systemUTC(), USERS, false, Role.PRIMARY);
    }

    public EmbeddedDirectorySettings withPort(int newPort) {
        return new EmbeddedDirectorySettings(newPort, hostName, clock, users, policyHints, role);
    }

    public EmbeddedDirectorySettings withHostName(String newHostName) {
        return new EmbeddedDirectorySettings(port, newHostName, clock, users, policyHints, role);
    }

    public EmbeddedDirectorySettings withClock(Clock newClock) {
        return new EmbeddedDirectorySettings(port, hostName, newClock, users, policyHints, role);
    }

    public EmbeddedDirectorySettings withUsers(int number) {
        return new EmbeddedDirectorySettings(port, hostName, clock, number, policyHints, role);
    }

    public EmbeddedDirectorySettings withPolicyHints() {
        return new EmbeddedDirectorySettings(port, hostName, clock, users, true, role);
    }

    public EmbeddedDirectorySettings withRole(Role newRole) {
        return new EmbeddedDirectorySettings(port, hostName, clock, users, policyHints, newRole);
    }
}
