package dev.writeback.directory.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KerberosRealmsTest {
    @TempDir
    Path folder;

    @Test
    void writesEveryRealm() {
        TreeMap<String, List<String>> realms = new TreeMap<>();
        realms.put("CORP.EXAMPLE.TEST", List.of("dc1.corp.example.test", "127.0.0.1:8888"));
        realms.put("OTHER.TEST", List.of());

        assertThat(KerberosRealms.text(realms)).isEqualTo("""
                [libdefaults]
                  udp_preference_limit = 1
                  kdc_timeout = 5000
                  max_retries = 1
                [realms]
                  CORP.EXAMPLE.TEST = {
                    kdc = dc1.corp.example.test
                    kdc = 127.0.0.1:8888
                  }
                [domain_realm]
                  .corp.example.test = CORP.EXAMPLE.TEST
                  corp.example.test = CORP.EXAMPLE.TEST
                  .other.test = OTHER.TEST
                  other.test = OTHER.TEST
                """);
    }

    @Test
    void putsItsOwnFileBeforeTheSystemsWhereThereIsOne() throws Exception {
        Path own = folder.resolve("own.conf");
        Path system = Files.writeString(folder.resolve("krb5.conf"), "[libdefaults]\n");

        assertThat(KerberosRealms.including(own, system)).isEqualTo("include " + own + "\ninclude " + system + "\n");
        assertThat(KerberosRealms.including(own, folder.resolve("gone"))).isEqualTo("include " + own + "\n");
    }

    @Test
    void refusesTwoSetsOfAuthoritiesForOneRealm() {
        KerberosRealms.add("TWICE.TEST", List.of("dc1"));
        KerberosRealms.add("TWICE.TEST", List.of("dc1"));

        assertThatThrownBy(() -> KerberosRealms.add("TWICE.TEST", List.of("dc2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TWICE.TEST")
                .hasMessageContaining("[dc1] and [dc2]");
    }
}
