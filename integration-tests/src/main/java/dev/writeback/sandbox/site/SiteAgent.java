package dev.writeback.sandbox.site;

/**
 * An agent of a site and the names of its files.
 *
 * @param id as the cloud knows it
 * @param config its {@code agent.yaml}
 * @param files what the names of its keys begin with
 * @param stateFolder for its state alone
 */
record SiteAgent(String id, String config, String files, String stateFolder) {
    static final SiteAgent FIRST = new SiteAgent("hq-1", "agent.yaml", "agent", "state");

    /** One more, which has all files to itself. */
    static SiteAgent further(String id) {
        return new SiteAgent(id, id + ".yaml", id, "state-" + id);
    }

    /** The first again, with another configuration. */
    SiteAgent configuredBy(String otherConfig) {
        return new SiteAgent(id, otherConfig, files, stateFolder);
    }

    String keyStore() {
        return files + "-keys.p12";
    }

    String pin() {
        return files + "-keys.pin";
    }
}
