package dev.writeback.sandbox.samba;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What the domain controller holds, read by root from its own database ({@code samba-ad-witness.py}): independent of LDAP,
 * of any client, and of what they believe. Thread-safe; one question at a time.
 */
public final class SambaWitness implements AutoCloseable {
    private static final String INTERPRETER = "/usr/bin/python3";
    private static final String OK = "ok";

    private final Process process;
    private final BufferedReader answers;

    private SambaWitness(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    static SambaWitness start(Path smbConf) throws IOException {
        return new SambaWitness(new ProcessBuilder(
                        INTERPRETER, SambaScript.file("samba-ad-witness.py").toString(), smbConf.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The account with this {@code sAMAccountName}, as it is stored now. */
    public StoredAccount look(String sam) {
        String[] parts = ask("look " + sam).split(" ", -1);
        return new StoredAccount(
                UUID.fromString(parts[0]),
                Long.parseLong(parts[1]),
                parts[2].equals("1"),
                List.of(parts[3].split(",")));
    }

    /** Moves the last write of the password, in {@code pwdLastSet} and in its replication stamp. */
    public void setPasswordWritten(String sam, Instant at) {
        String unused = ask("written " + sam + " " + at.getEpochSecond());
    }

    /** As after too many wrong attempts. */
    public void lock(String sam) {
        String unused = ask("lock " + sam);
    }

    /** As after a logon: no wrong attempts, no lockout. */
    public void forgetFailedAttempts(String sam) {
        String unused = ask("unlock " + sam);
    }

    private synchronized String ask(String order) {
        try {
            process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            String answer = answers.readLine();
            if (answer == null || !answer.startsWith(OK)) {
                throw new IllegalStateException("the witness answered " + answer + " to " + order);
            }
            return answer.substring(OK.length()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the witness is gone at " + order, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
