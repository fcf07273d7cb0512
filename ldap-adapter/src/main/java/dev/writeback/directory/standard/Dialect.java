package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.Entry;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;

/** Where servers differ from the standards or from one another, as measured; docs/operations.md tells it to operators. */
enum Dialect {
    /** As RFC 3062 and the draft have it, and OpenLDAP. */
    STANDARD(false, false, true, false, PolicyViolation.COMPLEXITY),
    /** 2.0.0.AM27. */
    APACHE_DS(true, true, false, true, PolicyViolation.UNSPECIFIED);

    private static final String APACHE = "Apache Software Foundation";

    private final boolean resetsByModify;
    private final boolean takesHashes;
    private final boolean forcesChange;
    private final boolean keepsLock;
    private final PolicyViolation quality;

    Dialect(
            boolean resetsByModify,
            boolean takesHashes,
            boolean forcesChange,
            boolean keepsLock,
            PolicyViolation quality) {
        this.resetsByModify = resetsByModify;
        this.takesHashes = takesHashes;
        this.forcesChange = forcesChange;
        this.keepsLock = keepsLock;
        this.quality = quality;
    }

    static Dialect of(Entry rootDse) {
        return APACHE.equals(rootDse.getAttributeValue("vendorName")) ? APACHE_DS : STANDARD;
    }

    /** Password Modify for somebody else is kept for {@code uid=admin,ou=system}, for whom no policy holds. */
    boolean resetsByModify() {
        return resetsByModify;
    }

    /** What looks hashed is stored as it is by Password Modify too: nobody would know the password. */
    boolean takesHashes() {
        return takesHashes;
    }

    /** Otherwise a user under {@code pwdReset} can do nothing any more, not even change the password. */
    boolean forcesChange() {
        return forcesChange;
    }

    /** A new password leaves the lock, and the end of the lock leaves the counted failures. */
    boolean keepsLock() {
        return keepsLock;
    }

    /** What {@code insufficientPasswordQuality} means; ApacheDS says it of what is too long, or has the name in it, too. */
    PolicyViolation quality() {
        return quality;
    }
}
