package dev.writeback.sandbox.site;

import dev.writeback.sandbox.directory.EmbeddedDirectory;

/**
 * How an agent reaches an Active Directory, and as whom.
 *
 * @param url {@code ldaps://} and a host that stands in the server's certificate
 * @param caPem the certificate of the authority that signed the server's
 * @param scope distinguished name of the part whose users may be written to
 */
public record SiteDirectory(
        String url, String baseDn, String caPem, String bindUser, byte[] bindPassword, String scope) {
    /** As itself offers it. */
    public static SiteDirectory of(EmbeddedDirectory directory) {
        return new SiteDirectory(
                directory.url(),
                directory.baseDn(),
                directory.caPem(),
                directory.serviceAccountDn(),
                directory.serviceAccountPassword(),
                directory.staffDn());
    }

    /** The same directory, by way of another address. */
    public SiteDirectory by(String otherUrl) {
        return new SiteDirectory(otherUrl, baseDn, caPem, bindUser, bindPassword, scope);
    }
}
