package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.inspection.BindTrouble;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KeyTab;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/** Asks the Kerberos authority of a realm for a ticket (RFC 4120, section 3.1), with keys from a file. */
final class KeytabLogin {
    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";
    /** The Java runtime's exception has the code at the end of its text only. */
    private static final Pattern CODE = Pattern.compile("\\((\\d{1,3})\\)");

    private KeytabLogin() {}

    /**
     * Returns a holder of a fresh ticket.
     *
     * @param principal with its realm
     * @throws AccountRefusedException when the authority refused the principal or its key
     * @throws LDAPException {@code localError} when the file has no key of the principal, {@code connectError} when no
     *     authority answered
     */
    static Subject login(String principal, Path keytab) throws AccountRefusedException, LDAPException {
        KerberosPrincipal name = new KerberosPrincipal(principal);
        if (KeyTab.getInstance(name, keytab.toFile()).getKeys(name).length == 0) {
            throw new LDAPException(
                    ResultCode.LOCAL_ERROR,
                    "the keytab " + keytab + " holds no key of " + principal
                            + "; export it for this principal, and mind upper and lower case");
        }
        KerberosRealms.keepInPlace();
        Subject subject = new Subject();
        try {
            new LoginContext("writeback", subject, KeytabLogin::askNobody, new ByKeytab(principal, keytab)).login();
            return subject;
        } catch (LoginException e) {
            Optional<BindTrouble> trouble = codeOf(e).flatMap(BindTrouble::ofKerberos);
            if (trouble.isPresent()) {
                throw new AccountRefusedException(trouble.get(), "Kerberos: " + e.getMessage(), e);
            }
            throw new LDAPException(
                    ResultCode.CONNECT_ERROR, "no Kerberos ticket for " + principal + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Integer> codeOf(LoginException e) {
        Matcher code = CODE.matcher(String.valueOf(e.getMessage()));
        return code.find() ? Optional.of(Integer.valueOf(code.group(1))) : Optional.empty();
    }

    private static void askNobody(Callback[] callbacks) throws UnsupportedCallbackException {
        throw new UnsupportedCallbackException(callbacks[0], "nobody is there to be asked");
    }

    /** The settings of one login: handed over with it, none of them is the runtime's. */
    private static final class ByKeytab extends Configuration {
        private final AppConfigurationEntry entry;

        ByKeytab(String principal, Path keytab) {
            this.entry = new AppConfigurationEntry(
                    MODULE,
                    AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                    Map.of(
                            "principal", principal,
                            "useKeyTab", "true",
                            "keyTab", keytab.toAbsolutePath().toString(),
                            "doNotPrompt", "true",
                            "isInitiator", "true",
                            "refreshKrb5Config", "true"));
        }

        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {entry};
        }
    }
}
