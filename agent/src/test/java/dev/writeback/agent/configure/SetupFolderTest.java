package dev.writeback.agent.configure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SetupFolderTest {
    private static final String BASE = "DC=corp,DC=example,DC=test";

    @TempDir
    Path folder;

    private final Answers answers = new Answers();
    private SetupFolder setup;
    private Path state;

    @BeforeEach
    void answer() throws IOException {
        state = folder.resolve("var/state");
        setup = new SetupFolder(folder.resolve("agent.yaml"), new AgentConfigLoader(name -> null), new SecureRandom());
        answers.put(Item.AGENT_ID, "007");
        answers.put(Item.STATE_DIRECTORY, state.toString());
        answers.put(Item.HTTP_PORT, "0");
        answers.put(Item.CLOUD_URL, "https://cloud.example.test");
        answers.put(Item.ISSUER, "https://issuer.example.test");
        answers.put(Item.AUDIENCE, "urn:pwb:sandbox:hq");
        answers.put(Item.REQUESTS, "requests");
        answers.put(Item.REPLIES, "replies");
        answers.put(Item.DOMAIN, "corp.example.test");
        answers.put(Item.BASE_DN, BASE);
        answers.put(Item.SIGN_IN, "password");
        answers.put(Item.BIND_USER, "CN=svc," + BASE);
        answers.put(Item.BIND_PASSWORD, Secret.takeOwnershipOf("pass".getBytes(StandardCharsets.US_ASCII)));
        answers.put(Item.RESET, "yes");
        answers.accept(certificate());
    }

    private static String certificate() throws IOException {
        try (InputStream in = ConfigFiles.class.getResourceAsStream("corp-ca.pem")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @AfterEach
    void discard() {
        setup.discard();
        answers.close();
    }

    @Test
    void makesNoStateDirectoryForLookingAround() throws Exception {
        setup.draft(answers, List.of(BASE));

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void makesTheStateDirectoryForItsOwnerAlone() throws Exception {
        answers.put(Item.INCLUDE, List.of("OU=Staff," + BASE));

        setup.finish(answers);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                .isEqualTo("rwx------");
        assertThat(folder.resolve("agent.yaml")).content().contains("id: \"007\"");
    }
}
