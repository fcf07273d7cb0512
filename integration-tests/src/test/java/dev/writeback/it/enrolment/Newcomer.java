package dev.writeback.it.enrolment;

import dev.writeback.sandbox.Main;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.process.AgentProcess;
import dev.writeback.sandbox.site.Site;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A machine that is not enrolled yet: a folder with a configuration and a PIN, and the commands that are run on it. */
final class Newcomer {
    final String id;
    final Path folder;
    final AgentHttp http;

    private Newcomer(String id, Path folder, int port) {
        this.id = id;
        this.folder = folder;
        this.http = new AgentHttp(port);
    }

    /** What a command has printed, and how it ended. */
    record Ran(int exitCode, String out, String err) {}

    /**
     * Writes its files.
     *
     * @param deskUrl where it will ask to be enrolled
     */
    static Newcomer at(Site site, Path folder, String id, String deskUrl) throws IOException {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        int port = Site.freePort();
        String ofTheSite = Files.readString(site.agentConfig());
        String directories = ofTheSite.substring(ofTheSite.indexOf("directories:"), ofTheSite.indexOf("operations:"));
        for (String file : List.of("directory-ca.pem", "ldap.password", "relay-ca.pem", "desk-ca.pem")) {
            Files.copy(site.file(file), folder.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        write(folder.resolve("keys.pin"), "pin-of-" + id + "\n");
        write(folder.resolve("agent.yaml"), """
                agent: {id: %s, stateDirectory: state}
                cloud:
                  issuer: https://sspr.example.test
                  audience: urn:pwb:sandbox:hq
                  url: %s
                  caFile: desk-ca.pem
                keys: {store: keys.p12, passwordFile: keys.pin}
                relay:
                  serviceBus:
                    connectionFile: relay.connection
                    requests: requests
                    replies: replies
                    presence: presence
                    caFile: relay-ca.pem
                %soperations: {reset: true, change: true, adminReset: true, unlock: true, validate: true}
                limits: {perUser: {count: 10000, seconds: 3600}, perAgent: {count: 10000, seconds: 60}}
                http: {address: 127.0.0.1, port: %d}
                """.formatted(id, deskUrl, directories, port));
        return new Newcomer(id, folder, port);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    Path config() {
        return folder.resolve("agent.yaml");
    }

    Ran run(String... command) {
        CommandLine line = Main.commandLine();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        String[] all = Stream.concat(Stream.of(command), Stream.of("--config", config().toString()))
                .toArray(String[]::new);
        int code = line.execute(all);
        return new Ran(code, out.toString(), err.toString());
    }

    Ran enroll(String code) {
        return run("enroll", "--code", code);
    }

    AgentProcess start() throws IOException {
        return AgentCommand.likeThisProcess(Main.class).shortLived().start(config(), folder.resolve("agent.log"));
    }
}
