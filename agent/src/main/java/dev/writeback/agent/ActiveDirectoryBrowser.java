package dev.writeback.agent;

import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.agent.configure.DirectoryBrowser;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ad.OrganizationalUnits;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Browses an Active Directory with the adapter that will write to it. */
final class ActiveDirectoryBrowser implements DirectoryBrowser {
    private final Clock clock;

    ActiveDirectoryBrowser(Clock clock) {
        this.clock = clock;
    }

    @Override
    public View look(DirectorySettings settings) {
        try (ActiveDirectory directory = DirectoryOpening.openActiveDirectory(settings, clock)) {
            OrganizationalUnits seen = directory.units();
            return new View(
                    seen.units().stream()
                            .map(unit -> new Part(unit.dn(), unit.users()))
                            .toList(),
                    seen.trouble());
        } catch (IllegalArgumentException e) {
            return new View(List.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
