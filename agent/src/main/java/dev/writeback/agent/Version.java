package dev.writeback.agent;

import java.util.Objects;

/** Which build this is. */
final class Version {
    /** The version in the jar's manifest; {@code development} where there is no jar. */
    static final String CURRENT =
            Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");

    private Version() {}
}
