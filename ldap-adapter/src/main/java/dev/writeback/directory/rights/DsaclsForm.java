package dev.writeback.directory.rights;

import java.util.List;

/**
 * One {@code dsacls} a right. In double quotes cmd.exe leaves all alone but the quote itself, {@code %} and, with delayed
 * expansion, {@code !}; names of objects have none of them any more.
 */
final class DsaclsForm {
    private static final String UNSAFE = "\"%!";

    private DsaclsForm() {}

    static String write(Trustee trustee, List<Grant> grants) {
        StringBuilder lines = new StringBuilder();
        for (Grant grant : grants) {
            String bits = grant.right().kind() == Right.Kind.CONTROL ? "CA" : "WP";
            String users = grant.users().map(each -> ";" + each).orElse("");
            lines.append("dsacls ")
                    .append(quoted(grant.dn()))
                    .append(grant.users().isPresent() ? " /I:S" : "")
                    .append(" /G ")
                    .append(quoted(
                            trustee.text() + ":" + bits + ";" + grant.right().object() + users))
                    .append("\r\n");
        }
        return lines.toString();
    }

    static String quoted(String text) {
        if (text.chars().anyMatch(character -> UNSAFE.indexOf(character) >= 0 || character < ' ')) {
            throw new IllegalArgumentException("cmd.exe would not leave '" + text
                    + "' as it is; name the account by its SID, or use the form powershell");
        }
        // Backslashes before the closing quote would otherwise be halved, and the quote lost (CommandLineToArgvW).
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\\') {
            end--;
        }
        return '"' + text + "\\".repeat(text.length() - end) + '"';
    }
}
