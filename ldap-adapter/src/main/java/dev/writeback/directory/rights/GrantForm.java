package dev.writeback.directory.rights;

import java.util.Locale;

/** How a plan is written down: for a tool of an administrator, or for people. */
public enum GrantForm {
    /** {@code dsacls} of Windows, for cmd.exe. */
    DSACLS {
        @Override
        public String write(Trustee trustee, GrantPlan plan) {
            return DsaclsForm.write(trustee, plan.grants());
        }
    },
    /** PowerShell with System.DirectoryServices, without further modules. */
    POWERSHELL {
        @Override
        public String write(Trustee trustee, GrantPlan plan) {
            return PowerShellForm.write(trustee, plan.grants());
        }
    },
    /** {@code samba-tool dsacl}, for a POSIX shell. */
    SAMBA_TOOL {
        @Override
        public String write(Trustee trustee, GrantPlan plan) {
            return SambaToolForm.write(trustee, plan.grants());
        }
    },
    TEXT {
        @Override
        public String write(Trustee trustee, GrantPlan plan) {
            return TextForm.write(trustee, plan.grants());
        }
    };

    /**
     * Lines for that tool.
     *
     * @throws IllegalArgumentException when the tool does not take such a name; the message says which it takes
     */
    public abstract String write(Trustee trustee, GrantPlan plan);

    /** What begins a comment. */
    public String comment() {
        return switch (this) {
            case DSACLS -> "rem ";
            case POWERSHELL, SAMBA_TOOL -> "# ";
            case TEXT -> "";
        };
    }

    /** As it is called on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
