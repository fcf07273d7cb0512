package dev.writeback.directory.inspection;

/** Looks at one configured directory. Connects to nobody before a visit. Thread-safe. */
public interface DirectoryInspector {
    /** Which servers the directory has, in order of preference; asks DNS where the configuration names a domain. */
    Discovery discover();

    /**
     * Opens one connection to a server, over TLS as the agent does, and binds nothing yet. The caller closes it, also one
     * that did not come about.
     */
    ServerVisit visit(Endpoint server);

    /** The service account as the configuration names it. */
    String account();
}
