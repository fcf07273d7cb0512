package dev.writeback.directory.ad;

import java.util.List;
import java.util.Optional;

/**
 * The parts of a domain, or why they cannot be read.
 *
 * @param domainDn distinguished name of the domain; empty text when nothing could be read
 * @param units each before those in it
 * @param trouble what was seen instead, for an operator
 */
public record OrganizationalUnits(String domainDn, List<OrganizationalUnit> units, Optional<String> trouble) {
    public OrganizationalUnits {
        units = List.copyOf(units);
    }

    static OrganizationalUnits unreadable(String trouble) {
        return new OrganizationalUnits("", List.of(), Optional.of(trouble));
    }
}
