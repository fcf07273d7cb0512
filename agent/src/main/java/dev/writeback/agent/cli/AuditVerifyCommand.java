package dev.writeback.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.writeback.agent.audit.AuditFinding;
import dev.writeback.agent.audit.AuditReport;
import dev.writeback.agent.audit.AuditVerification;
import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.keys.ConfiguredKeys;
import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.protocol.crypto.JwkException;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback audit verify}: proof that the audit is whole, or what is not. */
@Command(
        name = "verify",
        description = {
            "Verifies the audit: finds records that were removed, changed, moved or cut off.",
            "With --file and --keys it needs neither the configuration nor the agent."
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private final AgentConfigLoader loader;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--file", paramLabel = "FILE", description = "The audit (default: that of the configuration).")
    private @Nullable Path file;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = {
                "The agent's public keys as a JWK set, as 'writeback keys public' prints them",
                "(default: those that the configuration names)."
            })
    private @Nullable Path keys;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final Console console = new Console();

    AuditVerifyCommand(AgentConfigLoader loader) {
        this.loader = loader;
    }

    @Override
    public Integer call() throws ConfigException, KeyStorageException, CommandException {
        AuditReport report = report();
        PrintWriter out = console.out();
        if (output.isJson()) {
            out.println(json(report));
        } else {
            print(report, out);
        }
        out.flush();
        return report.isWhole() ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private AuditReport report() throws ConfigException, KeyStorageException, CommandException {
        if (file != null && keys != null) {
            return verify(file, given(keys), false);
        }
        AgentConfig settings = loader.loadForALook(config.file());
        KeyRing trusted = keys == null ? configured(settings) : given(keys);
        return file == null ? verify(settings.audit().file(), trusted, true) : verify(file, trusted, false);
    }

    private static AuditReport verify(Path file, KeyRing keys, boolean headExpected) throws CommandException {
        try {
            return AuditVerification.of(file, keys, headExpected);
        } catch (IOException e) {
            throw CommandException.failed("the audit cannot be read: " + e.getMessage(), e);
        }
    }

    private static KeyRing configured(AgentConfig settings) throws KeyStorageException {
        try (KeyStorage storage = ConfiguredKeys.storage(settings, new SecureRandom())) {
            return ConfiguredKeys.load(storage).toPublic();
        }
    }

    private static KeyRing given(Path file) throws CommandException {
        try {
            return JwkSets.readPublic(Files.readAllBytes(file));
        } catch (IOException e) {
            throw CommandException.failed("the keys in " + file + " cannot be read: " + e, e);
        } catch (JwkException e) {
            throw CommandException.failed("the keys in " + file + ": " + e.getMessage(), e);
        }
    }

    private static void print(AuditReport report, PrintWriter out) {
        report.findings()
                .forEach(finding -> out.printf(
                        "%-10s %s:%d: %s%n",
                        finding.kind().name().toLowerCase(Locale.ROOT),
                        finding.file().getFileName(),
                        finding.line(),
                        finding.detail()));
        out.printf(
                "%s: %d records, %d to %d, in %d files%n",
                report.isWhole() ? "whole" : "NOT WHOLE",
                report.records(),
                report.first(),
                report.last(),
                report.files().size());
        report.signed()
                .ifPresent(signed -> out.printf(
                        "signed up to record %d at %s by %s; %d records since%n",
                        signed.record(), signed.time(), signed.kid(), report.unsigned()));
        if (!report.headSeen()) {
            out.println("note: there is no head beside the file, so records cut off behind the last signature would not"
                    + " be missed");
        }
        report.unknownSigners()
                .forEach(kid -> out.printf(
                        "note: checkpoints by %s, which is not among the keys; later signatures cover them%n", kid));
    }

    private static String json(AuditReport report) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeBooleanField("whole", report.isWhole());
            json.writeNumberField("records", report.records());
            json.writeNumberField("first", report.first());
            json.writeNumberField("last", report.last());
            json.writeNumberField("unsigned", report.unsigned());
            json.writeBooleanField("head", report.headSeen());
            if (report.signed().isPresent()) {
                AuditReport.Signed signed = report.signed().get();
                json.writeObjectFieldStart("signed");
                json.writeNumberField("record", signed.record());
                json.writeStringField("time", signed.time().toString());
                json.writeStringField("kid", signed.kid());
                json.writeEndObject();
            }
            json.writeArrayFieldStart("files");
            for (Path one : report.files()) {
                json.writeString(one.toString());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("findings");
            for (AuditFinding finding : report.findings()) {
                write(json, finding);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, AuditFinding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", finding.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("file", finding.file().toString());
        json.writeNumberField("line", finding.line());
        json.writeStringField("detail", finding.detail());
        json.writeEndObject();
    }
}
