package dev.writeback.sandbox.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.entry.Value;

/**
 * What one modify asks of {@code unicodePwd}: nothing, a reset (REPLACE), a change (DELETE old and ADD new), or
 * something that is neither.
 */
record PasswordModification(List<byte[]> deleted, List<byte[]> added, List<byte[]> replaced, Counts counts) {
    static final String ATTRIBUTE = "unicodePwd";

    /** How many elements of each kind there are; an element may have no value. */
    record Counts(int deletes, int adds, int replaces) {}

    static PasswordModification of(Collection<Modification> requested) {
        List<byte[]> deleted = new ArrayList<>();
        List<byte[]> added = new ArrayList<>();
        List<byte[]> replaced = new ArrayList<>();
        int deletes = 0;
        int adds = 0;
        int replaces = 0;
        for (Modification modification : requested) {
            if (!isPassword(modification)) {
                continue;
            }
            if (modification.getOperation() == ModificationOperation.REMOVE_ATTRIBUTE) {
                deletes++;
                values(modification.getAttribute(), deleted);
            } else if (modification.getOperation() == ModificationOperation.ADD_ATTRIBUTE) {
                adds++;
                values(modification.getAttribute(), added);
            } else {
                replaces++;
                values(modification.getAttribute(), replaced);
            }
        }
        return new PasswordModification(deleted, added, replaced, new Counts(deletes, adds, replaces));
    }

    static boolean isPassword(Modification modification) {
        return modification.getAttribute().getUpId().equalsIgnoreCase(ATTRIBUTE);
    }

    private static void values(Attribute attribute, List<byte[]> into) {
        for (Value value : attribute) {
            into.add(value.getBytes());
        }
    }

    boolean isPresent() {
        return counts.deletes() + counts.adds() + counts.replaces() > 0;
    }

    /** Needs the right to change only; everything else needs the right to reset. */
    boolean isChange() {
        return counts.replaces() == 0 && counts.deletes() == 1 && counts.adds() == 1;
    }

    /** Refuses what is neither a reset nor a change, in the words of Samba's setup_io. */
    void refuseUnless() throws Refusal {
        boolean change = isChange() && deleted.size() == 1 && added.size() == 1;
        boolean reset = counts.deletes() == 0 && counts.adds() == 0 && !replaced.isEmpty();
        if (change || reset) {
            return;
        }
        if (counts.deletes() == 0 && counts.replaces() == 0) {
            throw Refusal.unwilling("00002035: Only the add action for a password change specified!");
        }
        if (counts.adds() == 0 && counts.replaces() == 0) {
            throw Refusal.unwilling("00002035: setup_io: It's not possible to delete the password"
                    + " (changes using the LAN Manager hash alone could be deactivated)!");
        }
        throw Refusal.unwilling("00002035: setup_io: it's only allowed to set the old password once!");
    }

    /** The new password; of several values the last one wins, as in Samba. */
    UnicodePwd newPassword() throws Refusal {
        List<byte[]> values = isChange() ? added : replaced;
        return UnicodePwd.ofValue(values.get(values.size() - 1));
    }

    UnicodePwd oldPassword() throws Refusal {
        return UnicodePwd.ofValue(deleted.get(0));
    }
}
