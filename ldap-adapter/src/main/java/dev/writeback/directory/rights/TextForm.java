package dev.writeback.directory.rights;

import java.util.List;

/** For people, and for whoever has a tool of their own. */
final class TextForm {
    private TextForm() {}

    static String write(Trustee trustee, List<Grant> grants) {
        StringBuilder lines = new StringBuilder("Allow ").append(trustee.text()).append(":\n");
        String object = "";
        for (Grant grant : grants) {
            String on = grant.users()
                    .map(users -> "on objects of the class " + users + " below " + name(grant))
                    .orElse("on " + name(grant) + " itself");
            if (!on.equals(object)) {
                lines.append("  ").append(on).append(":\n");
                object = on;
            }
            lines.append("    ")
                    .append(grant.right())
                    .append(" (")
                    .append(grant.right().guid())
                    .append(")\n");
        }
        return lines.toString();
    }

    private static String name(Grant grant) {
        return DnText.of(grant.dn()).readable();
    }
}
