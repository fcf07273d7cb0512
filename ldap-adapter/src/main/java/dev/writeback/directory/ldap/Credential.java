package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;

/** What proves who we are. Used by one thread at a time: {@link ServiceAccount} sees to it. */
interface Credential {
    /**
     * Reads what the proof is made from, as it is now.
     *
     * @throws LDAPException {@code localError} when it cannot be had; nothing was sent
     */
    Attempt attempt() throws LDAPException;

    /** One bind. */
    interface Attempt extends AutoCloseable {
        /** What the proof is made from: equal where another attempt would send the same. Zeroed by {@link #close}. */
        byte[] content();

        /**
         * Binds.
         *
         * @throws AccountRefusedException when the account was refused
         * @throws LDAPException any other failure, which says nothing of the credential
         */
        void bindOn(LDAPConnection connection, Duration responseTimeout) throws AccountRefusedException, LDAPException;

        @Override
        void close();
    }
}
