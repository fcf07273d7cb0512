package dev.writeback.agent.doctor;

import dev.writeback.agent.config.BindSettings;
import dev.writeback.directory.inspection.BindTrouble;
import dev.writeback.directory.inspection.BindView;

/**
 * A bind of the service account in words.
 *
 * @param account as the configuration names it
 * @param bind how it proves itself
 * @param key the full key of the section
 */
record BindCheck(String account, BindSettings bind, String key) {
    static final String NAME = "bind";

    Check of(BindView view) {
        return switch (view.outcome()) {
            case BOUND -> Check.ok(NAME, "the directory knows " + account);
            case REFUSED -> {
                BindTrouble trouble = view.trouble().orElse(BindTrouble.REFUSED);
                yield Check.failure(
                        NAME,
                        "the service account '" + account + "' " + trouble.words() + " (" + view.detail() + ")",
                        advice(trouble));
            }
            case NO_CREDENTIAL ->
                Check.failure(
                        NAME, view.detail(), "put it where " + proof() + " says, readable for the agent's user alone");
            case FAILED ->
                Check.failure(
                        NAME,
                        view.detail(),
                        "look into the server's log for this moment; the attempt may have counted towards a lockout");
        };
    }

    /** Another attempt of the account, on whatever server, did not end well a moment ago. */
    static Check heldBack() {
        return Check.note(
                NAME, "not tried: an attempt of this account has just failed at another server, and each may count");
    }

    private String proof() {
        if (bind instanceof BindSettings.WithKerberos) {
            return key + ".kerberos.keytab";
        }
        return bind instanceof BindSettings.WithCertificate ? key + ".certificate.store" : key + ".passwordFile";
    }

    private String advice(BindTrouble trouble) {
        return switch (trouble) {
            case WRONG_CREDENTIAL ->
                "write the account's present password or key into what " + proof()
                        + " names; each try with a wrong one counts towards its lockout, this one did";
            case REFUSED ->
                "look into the server's log for this moment; the attempt may have counted towards a lockout";
            case UNKNOWN_ACCOUNT -> "correct the name of the account in " + key + ", or create the account";
            case RESTRICTED -> "look at the account's restrictions and at the domain's policies for it";
            case LOGON_HOURS -> "let the account log on at all hours (logonHours)";
            case WORKSTATION -> "let the account log on from this host (userWorkstations)";
            case PASSWORD_EXPIRED, MUST_CHANGE ->
                "give the account a new password that never expires, and write it into what " + proof() + " names";
            case DISABLED -> "enable the account in the directory";
            case ACCOUNT_EXPIRED -> "let the account live longer (accountExpires)";
            case LOCKED ->
                "unlock the account in the directory, and find out who tries it with a wrong password (badPasswordTime,"
                        + " event 4740)";
            case CERTIFICATE -> "map the certificate to the account in the directory (altSecurityIdentities)";
            case REVOKED -> "unlock, enable or prolong the account in the directory; Kerberos does not say which";
        };
    }
}
