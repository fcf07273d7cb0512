package dev.writeback.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads the list {@code directories}. */
final class DirectoriesReader {
    private static final String NAME_FORM = "a distinguished name";
    private static final String ACTIVE_DIRECTORY = "active-directory";
    private static final String STANDARD = "standard";
    private static final TextForm TYPE =
            TextForm.of(ACTIVE_DIRECTORY + "|" + STANDARD, ACTIVE_DIRECTORY + " or " + STANDARD);

    private final Section root;
    private final Set<String> names = new TreeSet<>();

    DirectoriesReader(Section root) {
        this.root = root;
    }

    /** The names that were read. */
    Set<String> names() {
        return names;
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
        boolean isStandard =
                section.required("type").text(TYPE).filter(STANDARD::equals).isPresent();
        Optional<ServerSettings> servers = new ServersReader(section).read();
        if (isStandard
                && servers.filter(ServerSettings.Discovered.class::isInstance).isPresent()) {
            section.optional("domain").refuse("a key of the type active-directory", "the key servers");
        }
        Optional<DistinguishedName> baseDn = section.required("baseDn").text(NAME_FORM, DistinguishedName::of);
        Section trust = section.section("trust", "a mapping with caFile");
        Optional<Path> caFile = trust.required("caFile").certificates();
        trust.end();
        Supplier<BindSettings> bind = BindReader.read(
                section.section("bind", "a mapping with user and passwordFile, kerberos, or certificate"), isStandard);
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
        Value historyKey = section.optional("requireHistoryOnReset");
        boolean history = historyKey.flag().orElse(false);
        if (isStandard) {
            historyKey.refuse("a key of the type active-directory", "the policy of the server, which holds for resets");
        }
        boolean byPrincipalName =
                section.optional("allowUserPrincipalName").flag().orElse(false);
        Supplier<Optional<ReplicationSettings>> replication = ReplicationReader.read(section, isStandard, servers);
        Supplier<Optional<StandardSettings>> standard = standard(section, isStandard, baseDn);
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
                byPrincipalName,
                replication.get(),
                standard.get());
    }

    private static Supplier<Optional<StandardSettings>> standard(
            Section section, boolean isStandard, Optional<DistinguishedName> baseDn) {
        Value loginKey = section.optional("loginAttribute");
        Value policyKey = section.optional("defaultPolicy");
        Value groupsKey = section.optional("protectedGroups");
        Value hashesKey = section.optional("hashesCleartext");
        Optional<String> login = loginKey.text(StandardSettings.ATTRIBUTE);
        Optional<DistinguishedName> policy = policyKey.text(NAME_FORM, DistinguishedName::of);
        Optional<List<DistinguishedName>> groups =
                groupsKey.texts(NAME_FORM + " under the baseDn", true, text -> within(baseDn, text));
        boolean hashes = hashesKey.flag().orElse(false);
        if (!isStandard) {
            for (Value key : List.of(loginKey, policyKey, groupsKey, hashesKey)) {
                key.refuse("a key of the type standard", "keys of the type active-directory");
            }
            return Optional::empty;
        }
        return () -> Optional.of(new StandardSettings(
                login.orElse(StandardSettings.DEFAULT_ATTRIBUTE), policy, groups.orElse(List.of()), hashes));
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
