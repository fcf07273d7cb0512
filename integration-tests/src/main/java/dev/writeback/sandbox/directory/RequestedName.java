package dev.writeback.sandbox.directory;

import org.apache.directory.api.ldap.model.name.Dn;

/** The name as the client wrote it, for diagnostics. */
final class RequestedName {
    private RequestedName() {}

    static String of(Dn dn) {
        String single = dn.size() == 1 ? dn.getRdn().getValue() : "";
        return ReferenceNames.isReference(single) ? single : dn.getName();
    }
}
