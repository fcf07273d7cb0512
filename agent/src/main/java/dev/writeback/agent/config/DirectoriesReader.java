package dev.writeback.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the list {@code directories}. */
final class DirectoriesReader {
    private static final String NAME_FORM = "a distinguished name";
    private static final TextForm TYPE =
            TextForm.of("active-directory", "active-directory; the type standard is not supported by this version");

    private final Section root;
    private final Set<String> names = new HashSet<>();

    DirectoriesReader(Section root) {
        this.root = root;
    }

    Supplier<List<DirectorySettings>> read() {
        List<Supplier<DirectorySettings>> all =
                root.sections("directories").stream().map(this::directory).toList();
        return () -> all.stream().map(Supplier::get).toList();
    }

    private Supplier<DirectorySettings> directory(Section section) {
        Value nameKey = section.required("name");
        Optional<String> name = nameKey.text(DirectorySettings.NAME);
        name.filter(found -> !names.add(found))
                .ifPresent(found -> nameKey.refuse("the name of another directory", "a name of its own"));
        section.required("type").text(TYPE);
        Optional<ServerSettings> servers = new ServersReader(section).read();
        Optional<DistinguishedName> baseDn = section.required("baseDn").text(NAME_FORM, DistinguishedName::of);
        Section trust = section.section("trust", "a mapping with caFile");
        Optional<Path> caFile = trust.required("caFile").certificates();
        trust.end();
        Supplier<BindSettings> bind = BindReader.read(
                section.section("bind", "a mapping with user and passwordFile, kerberos, or certificate"));
        Supplier<ScopeSettings> scope = scope(section.section("scope", "a mapping with include"), baseDn);
        int connect = section.optional("connectTimeout")
                .number(DirectorySettings.CONNECT_SECONDS)
                .orElse(
                        servers.filter(ServerSettings::hasAlternatives).isPresent()
                                ? DirectorySettings.DEFAULT_CONNECT_SECONDS_OF_SEVERAL
                                : DirectorySettings.DEFAULT_CONNECT_SECONDS);
        int response = section.optional("responseTimeout")
                .number(DirectorySettings.RESPONSE_SECONDS)
                .orElse(DirectorySettings.DEFAULT_RESPONSE_SECONDS);
        int pool = section.optional("poolSize").number(DirectorySettings.POOL).orElse(DirectorySettings.DEFAULT_POOL);
        boolean history = section.optional("requireHistoryOnReset").flag().orElse(false);
        boolean byPrincipalName =
                section.optional("allowUserPrincipalName").flag().orElse(false);
        section.end();
        return () -> new DirectorySettings(
                name.orElseThrow(),
                servers.orElseThrow(),
                baseDn.orElseThrow(),
                caFile.orElseThrow(),
                bind.get(),
                scope.get(),
                Duration.ofSeconds(connect),
                Duration.ofSeconds(response),
                pool,
                history,
                byPrincipalName);
    }

    private static Supplier<ScopeSettings> scope(Section section, Optional<DistinguishedName> baseDn) {
        String accepted = NAME_FORM + " under the baseDn";
        Optional<List<DistinguishedName>> include =
                section.required("include").texts(accepted, false, text -> within(baseDn, text));
        Optional<List<DistinguishedName>> exclude =
                section.optional("exclude").texts(accepted, true, text -> within(baseDn, text));
        section.end();
        return () -> new ScopeSettings(include.orElseThrow(), exclude.orElse(List.of()));
    }

    private static DistinguishedName within(Optional<DistinguishedName> baseDn, String text) {
        DistinguishedName name = DistinguishedName.of(text);
        if (baseDn.isPresent() && !name.isWithin(baseDn.get())) {
            throw new IllegalArgumentException("outside of the base");
        }
        return name;
    }
}
