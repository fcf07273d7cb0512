package dev.writeback.directory.ad;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The access control list that the schema gives to each new object of a class: {@code defaultSecurityDescriptor}, in the
 * text form of MS-DTYP 2.5.1. Its entries stand on the object itself, before those that it inherits.
 */
final class DefaultDescriptor {
    private static final Pattern START = Pattern.compile("D:[A-Z]{0,16}(?=\\(|S:|$)");
    private static final Pattern ENTRY =
            Pattern.compile("\\(([A-Z]+);[^;()]*;([^;()]*);([0-9A-Fa-f-]*);([0-9A-Fa-f-]*);([^;()]+)\\)");
    private static final Sid EVERYONE = Sid.parse("S-1-1-0");

    /** Well-known principals by their two letters; those that an ordinary account cannot be are left out. */
    private static final Map<String, Sid> EVERYWHERE = Map.of(
            "WD", EVERYONE,
            "AU", Sid.parse("S-1-5-11"),
            "BA", Sid.parse("S-1-5-32-544"),
            "AO", Sid.parse("S-1-5-32-548"),
            "SO", Sid.parse("S-1-5-32-549"),
            "RU", Sid.parse("S-1-5-32-554"));

    /** Relative identifiers of groups of the domain. */
    private static final Map<String, Long> OF_DOMAIN =
            Map.of("DA", 512L, "DU", 513L, "CA", 517L, "EA", 519L, "RS", 553L);

    private DefaultDescriptor() {}

    /**
     * The entries that can concern an account, denials first.
     *
     * @param domain the domain's own identifier
     * @throws IllegalArgumentException when the text has another form
     */
    static List<AccessControlEntry> entries(String sddl, Sid domain) {
        Matcher start = START.matcher(sddl);
        if (!start.find()) {
            throw new IllegalArgumentException("the default security descriptor has no DACL");
        }
        List<AccessControlEntry> entries = new ArrayList<>();
        Matcher entry = ENTRY.matcher(sddl).region(start.end(), sddl.length());
        while (entry.lookingAt()) {
            of(entry, domain).ifPresent(entries::add);
            entry.region(entry.end(), sddl.length());
        }
        String rest = sddl.substring(entry.regionStart());
        if (!rest.isEmpty() && !rest.startsWith("S:")) {
            throw new IllegalArgumentException("the default security descriptor has an entry of another form");
        }
        entries.sort(Comparator.comparing(AccessControlEntry::allows));
        return entries;
    }

    private static Optional<AccessControlEntry> of(Matcher entry, Sid domain) {
        boolean allows = entry.group(1).equals("A") || entry.group(1).equals("OA");
        boolean denies = entry.group(1).equals("D") || entry.group(1).equals("OD");
        if (!allows && !denies) {
            return Optional.empty();
        }
        // Whom a grant is for may be left open; a denial is reckoned with.
        Optional<Sid> trustee =
                trustee(entry.group(5), domain).or(() -> allows ? Optional.empty() : Optional.of(EVERYONE));
        return trustee.map(who -> new AccessControlEntry(
                allows, 0, mask(entry.group(2)), guid(entry.group(3)), guid(entry.group(4)), who));
    }

    private static Optional<Sid> trustee(String text, Sid domain) {
        if (text.startsWith("S-")) {
            return Optional.of(Sid.parse(text));
        }
        return Optional.ofNullable(EVERYWHERE.get(text))
                .or(() -> Optional.ofNullable(OF_DOMAIN.get(text)).map(domain::child));
    }

    private static Optional<UUID> guid(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(text));
    }

    /** Of the rights, those that are looked at. */
    private static int mask(String rights) {
        if (rights.startsWith("0x")) {
            return Integer.parseUnsignedInt(rights.substring(2), 16);
        }
        int mask = 0;
        for (int i = 0; i + 2 <= rights.length(); i += 2) {
            mask |= switch (rights.substring(i, i + 2)) {
                case "CR" -> AccessControlEntry.CONTROL_ACCESS;
                case "WP" -> AccessControlEntry.WRITE_PROPERTY;
                case "GA" -> AccessControlEntry.GENERIC_ALL;
                case "GW" -> AccessControlEntry.GENERIC_WRITE;
                default -> 0;
            };
        }
        return mask;
    }
}
