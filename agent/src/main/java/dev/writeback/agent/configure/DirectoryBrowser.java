package dev.writeback.agent.configure;

import dev.writeback.agent.config.DirectorySettings;
import java.util.List;
import java.util.Optional;

/** Looks into a directory that is configured, before an agent runs with it. */
public interface DirectoryBrowser {
    /**
     * One part of the domain.
     *
     * @param dn distinguished name
     * @param users accounts below it, in all depths
     */
    record Part(String dn, int users) {}

    /**
     * What is there.
     *
     * @param parts each before those in it
     * @param trouble why nothing can be seen
     */
    record View(List<Part> parts, Optional<String> trouble) {}

    /** Connects with the configured account, and tries a credential that may be wrong once at most. */
    View look(DirectorySettings settings);
}
