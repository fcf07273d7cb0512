package dev.writeback.directory.rights;

import java.util.List;

/** One call of a small function a right; names stand in single quotes, in which nothing is expanded. */
final class PowerShellForm {
    /** PowerShell takes the typographic ones for the same quote. */
    private static final String QUOTES = "'\u2018\u2019\u201a\u201b";

    private static final String FUNCTION = """
            function Grant-Right([string] $Dn, [string] $Rights, [guid] $Right, [string] $Inheritance, [guid] $Class) {
                $object = [ADSI] ('LDAP://' + $Dn)
                $object.psbase.Options.SecurityMasks = [System.DirectoryServices.SecurityMasks]::Dacl
                $rule = New-Object System.DirectoryServices.ActiveDirectoryAccessRule(
                    $trustee, $Rights, 'Allow', $Right, $Inheritance, $Class)
                $object.psbase.ObjectSecurity.AddAccessRule($rule)
                $object.psbase.CommitChanges()
            }
            """;
    private static final String NO_CLASS = "00000000-0000-0000-0000-000000000000";

    private PowerShellForm() {}

    static String write(Trustee trustee, List<Grant> grants) {
        StringBuilder lines = new StringBuilder("$ErrorActionPreference = 'Stop'\n")
                .append("$trustee = ")
                .append(sid(trustee))
                .append('\n')
                .append(FUNCTION);
        for (Grant grant : grants) {
            String rights = grant.right().kind() == Right.Kind.CONTROL ? "ExtendedRight" : "WriteProperty";
            lines.append("Grant-Right ")
                    .append(quoted(grant.dn()))
                    .append(" '")
                    .append(rights)
                    .append("' '")
                    .append(grant.right().guid())
                    // Windows spells it so.
                    .append(grant.users().isPresent() ? "' 'Descendents' '" : "' 'None' '")
                    .append(grant.users().map(users -> users.guid().toString()).orElse(NO_CLASS))
                    .append("'  # ")
                    .append(grant.right())
                    .append(grant.users().map(users -> ", " + users).orElse(""))
                    .append('\n');
        }
        return lines.toString();
    }

    private static String sid(Trustee trustee) {
        return switch (trustee.kind()) {
            case SID -> "New-Object System.Security.Principal.SecurityIdentifier(" + quoted(trustee.text()) + ")";
            case DOWN_LEVEL, PRINCIPAL ->
                "(New-Object System.Security.Principal.NTAccount(" + quoted(trustee.text())
                        + ")).Translate([System.Security.Principal.SecurityIdentifier])";
            case DISTINGUISHED_NAME ->
                "New-Object System.Security.Principal.SecurityIdentifier(([ADSI] ('LDAP://' + " + quoted(trustee.text())
                        + ")).psbase.Properties['objectSid'][0], 0)";
        };
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().forEach(character -> {
            quoted.appendCodePoint(character);
            if (QUOTES.indexOf(character) >= 0) {
                quoted.appendCodePoint(character);
            }
        });
        return quoted.append('\'').toString();
    }
}
