package dev.writeback.sandbox.samba;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Two Samba AD domain controllers of one domain. The second learns of what was written on the first when {@link
 * #replicate} is called, and not before. Each shows its address in its certificate.
 */
public final class SambaPair implements AutoCloseable {
    private final Path data;
    private final String first;
    private final Map<String, String> environment;
    private final Thread lastResort;

    private SambaPair(Path data, String first, String second) {
        this.data = data;
        this.first = first;
        this.environment = Map.of("SAMBA_AD_PAIR_IP1", first, "SAMBA_AD_PAIR_IP2", second);
        this.lastResort = new Thread(this::destroy, "samba-pair-destroy");
        Runtime.getRuntime().addShutdownHook(lastResort);
        destroy();
        pair("start");
        SambaScript.run(
                List.of("bash", SambaScript.file("samba-ad.sh").toString(), "seed", member("a")),
                Map.of("SAMBA_AD_IP", first, "SAMBA_AD_HOST", "dc1"));
        replicate();
    }

    /**
     * Starts both, with the fixtures on both.
     *
     * @param data made anew
     * @param first the loopback address of the first, whose LDAP, Kerberos and DNS ports are free
     * @param second likewise
     */
    public static SambaPair start(Path data, String first, String second) {
        return new SambaPair(data.toAbsolutePath(), first, second);
    }

    /** Copies the changes made on the first to the second, now. */
    public void replicate() {
        pair("replicate");
    }

    /** SIGKILL to all processes of the first: it is gone, and nothing of it answers. */
    public void killFirst() {
        SambaScript.run(
                List.of("bash", SambaScript.file("samba-ad.sh").toString(), "kill", member("a")),
                Map.of("SAMBA_AD_IP", first));
    }

    /** Lets all of the first stand still while its sockets stay open. */
    public void freezeFirst() {
        new SambaScript(data.resolve("a"), first).freeze();
    }

    public void thawFirst() {
        new SambaScript(data.resolve("a"), first).thaw();
    }

    /** Starts the first again with the data it had. */
    public void restartFirst() {
        pair("start");
    }

    /** What the first holds, whether it runs or not; the caller closes it. */
    public SambaWitness witnessOfFirst() throws IOException {
        return SambaWitness.start(data.resolve("a/etc/smb.conf"));
    }

    /** What the second holds; the caller closes it. */
    public SambaWitness witnessOfSecond() throws IOException {
        return SambaWitness.start(data.resolve("b/etc/smb.conf"));
    }

    /** The authority of both certificates, PEM. */
    public Path caFile() {
        return data.resolve("a/tls/ca.pem");
    }

    private void pair(String verb) {
        SambaScript.run(
                List.of("bash", SambaScript.file("samba-ad-pair.sh").toString(), verb, data.toString()), environment);
    }

    private void destroy() {
        for (String member : List.of("b", "a")) {
            SambaScript.run(
                    List.of("bash", SambaScript.file("samba-ad.sh").toString(), "destroy", member(member)),
                    Map.of("SAMBA_AD_IP", first));
        }
    }

    private String member(String name) {
        return data.resolve(name).toString();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(lastResort);
        destroy();
    }
}
