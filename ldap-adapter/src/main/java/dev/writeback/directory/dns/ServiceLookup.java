package dev.writeback.directory.dns;

/** Asks for the SRV records of a service. */
@FunctionalInterface
public interface ServiceLookup {
    /**
     * @param service such as {@code _ldap._tcp.dc._msdcs.corp.example.test}
     * @throws NameServiceException when nobody answered, or with a failure; "no such name" is an answer
     */
    ServiceAnswer find(String service) throws NameServiceException;
}
