package dev.writeback.directory.rights;

import java.util.List;

/** One {@code samba-tool dsacl set} a right, with the entry in the text form of MS-DTYP 2.5.1, which knows accounts by SID. */
final class SambaToolForm {
    private SambaToolForm() {}

    static String write(Trustee trustee, List<Grant> grants) {
        StringBuilder lines = new StringBuilder("set -eu\n").append(sid(trustee));
        for (Grant grant : grants) {
            String bits = grant.right().kind() == Right.Kind.CONTROL ? "CR" : "WP";
            lines.append("samba-tool dsacl set --objectdn=")
                    .append(quoted(grant.dn()))
                    .append(" --sddl=\"(OA;")
                    .append(grant.users().isPresent() ? "CIIO" : "")
                    .append(';')
                    .append(bits)
                    .append(';')
                    .append(grant.right().guid())
                    .append(';')
                    .append(grant.users().map(users -> users.guid().toString()).orElse(""))
                    .append(";$sid)\"  # ")
                    .append(grant.right())
                    .append(grant.users().map(users -> ", " + users).orElse(""))
                    .append('\n');
        }
        return lines.toString();
    }

    /** Its search by name passes over the domain of a name, and may find the account of somebody else. */
    private static String sid(Trustee trustee) {
        if (trustee.kind() != Trustee.Kind.SID) {
            throw new IllegalArgumentException("by samba-tool an account is safely named by its SID alone; name it with"
                    + " --account as S-1-5-21-..., which 'samba-tool user show' tells as objectSid");
        }
        return "sid=" + trustee.text() + "\n";
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
