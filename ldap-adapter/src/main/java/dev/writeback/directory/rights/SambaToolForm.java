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

    private static String sid(Trustee trustee) {
        return switch (trustee.kind()) {
            case SID -> "sid=" + trustee.text() + "\n";
            case DOWN_LEVEL, PRINCIPAL ->
                "sid=$(samba-tool user show --attributes=objectSid -- " + quoted(trustee.accountName())
                        + " | sed -n 's/^objectSid: //p')\n"
                        + "[ -n \"$sid\" ] || { echo 'there is no such account' >&2; exit 1; }\n";
            case DISTINGUISHED_NAME ->
                throw new IllegalArgumentException(
                        "samba-tool does not find an account by its distinguished name; name it with --account as"
                                + " S-1-5-21-..., DOMAIN\\name or name@domain");
        };
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
