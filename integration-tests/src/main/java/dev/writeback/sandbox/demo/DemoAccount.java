package dev.writeback.sandbox.demo;

import dev.writeback.protocol.message.Subject;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import java.util.UUID;

/**
 * A user of the demonstration, asked at the directory itself and never at the agent. Writes are counted from the moment
 * this object was made.
 */
final class DemoAccount {
    private final EmbeddedDirectory directory;
    private final String name;
    private final UUID guid;
    private final int writesBefore;

    /** The account of that sAMAccountName. */
    DemoAccount(EmbeddedDirectory directory, String name) {
        this.directory = directory;
        this.name = name;
        this.guid = directory.guidOf(name);
        this.writesBefore = total();
    }

    Subject subject() {
        return new Subject(Subject.Format.OBJECT_GUID, guid.toString());
    }

    /** Whether a bind with that password works. A wrong one counts towards the lockout. */
    boolean binds(DemoPassword password) {
        return directory.canBind(name, password.utf8());
    }

    /** Committed writes to this account. */
    int writes() {
        return total() - writesBefore;
    }

    private int total() {
        return directory.writes().of(guid).size();
    }
}
