package dev.writeback.directory.standard;

import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.protocol.secret.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How to reach one standard LDAP directory, and what it does not tell of itself.
 *
 * @param name how logs, metrics and health name it
 * @param servers writable servers in order of preference, at least one
 * @param baseDn where look-ups begin, RFC 4514
 * @param caFile certificates in PEM, then nothing else is trusted; empty for the Java runtime's roots
 * @param bindUser distinguished name of the service account
 * @param bindPassword asked at each bind; the adapter closes what it gets
 * @param policies what is known of the directory's accounts and policies
 * @param connectTimeout for TCP, TLS and bind, each
 * @param responseTimeout for any one operation
 * @param poolSize idle connections kept to one server
 * @param clock the host's
 */
public record StandardDirectorySettings(
        String name,
        List<ServerAddress> servers,
        String baseDn,
        Optional<Path> caFile,
        String bindUser,
        Supplier<Secret> bindPassword,
        Policies policies,
        Duration connectTimeout,
        Duration responseTimeout,
        int poolSize,
        Clock clock) {
    /**
     * What a client cannot find out from the server.
     *
     * @param loginAttribute what stands for a userPrincipalName: {@code uid}, {@code mail}
     * @param defaultPolicy the policy of accounts without a {@code pwdPolicySubentry}, if it is an entry that can be read
     * @param protectedGroups groups whose members, nested ones too, are never written to
     * @param hashesCleartext the server hashes a {@code userPassword} that a Modify writes, as OpenLDAP does with
     *     {@code ppolicy_hash_cleartext}: only then can a reset force a change at the next logon, and only then is ApacheDS
     *     used at all
     */
    public record Policies(
            String loginAttribute,
            Optional<String> defaultPolicy,
            List<String> protectedGroups,
            boolean hashesCleartext) {
        public Policies {
            protectedGroups = List.copyOf(protectedGroups);
        }
    }

    /**
     * @throws IllegalArgumentException when there is no server, or the base, the user or the login attribute is empty
     */
    public StandardDirectorySettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()
                || baseDn.isBlank()
                || bindUser.isBlank()
                || policies.loginAttribute().isBlank()) {
            throw new IllegalArgumentException("directory '" + name
                    + "' needs at least one server, a baseDn, a bind user and the attribute of the login name");
        }
    }

    @Override
    public String toString() {
        return "StandardDirectorySettings[" + name + " " + servers + "]";
    }
}
