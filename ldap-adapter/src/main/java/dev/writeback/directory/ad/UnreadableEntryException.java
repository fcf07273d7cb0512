package dev.writeback.directory.ad;

/** An attribute that every account has is not shown to the service account, so it cannot be judged. */
final class UnreadableEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableEntryException(String dn, String attribute) {
        super("the service account cannot read " + attribute + " of '" + dn
                + "', without which the account cannot be judged; grant it Read all properties");
    }
}
