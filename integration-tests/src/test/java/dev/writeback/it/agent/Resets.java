package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.journal.JournalReader;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.sandbox.cloud.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Resets of many users, one each, and what became of them by the directory's own log. Used by one thread. */
final class Resets {
    private final AgentSite site;
    private final List<Sent> sent = new ArrayList<>();

    private record Sent(String user, String password, SealedRequest request, CompletableFuture<Reply> reply) {}

    Resets(AgentSite site) {
        this.site = site;
    }

    /** Sends that many more, each to the next user, without waiting. */
    void send(int count) {
        for (int i = 0; i < count; i++) {
            String user = String.format("u%02d", sent.size() + 1);
            String password = "Fresh-Phrase-" + (sent.size() + 1) + "!";
            site.age(user);
            SealedRequest request = site.reset(user, password);
            sent.add(new Sent(user, password, request, site.send(request)));
        }
    }

    long answered() {
        return sent.stream().filter(each -> each.reply().isDone()).count();
    }

    /** How many of their users' passwords the directory has written. */
    long written() {
        return sent.stream().filter(each -> site.writesTo(each.user()) > 0).count();
    }

    /** No user was written to before the request's intent was in the journal's file. */
    void assertEachWriteHasItsIntent(Path journal) {
        Map<UUID, JournalReader.Row> intended = JournalReader.read(journal).stream()
                .filter(row -> row.intent().isPresent())
                .collect(Collectors.toMap(row -> row.intent().orElseThrow().account(), Function.identity()));
        assertThat(sent.stream()
                        .filter(each -> site.writesTo(each.user()) > 0)
                        .map(each -> site.directory.guidOf(each.user())))
                .allSatisfy(guid -> assertThat(intended).containsKey(guid));
    }

    /** Every one was answered that it was applied, and was applied once. */
    void assertAppliedOnce() throws Exception {
        for (Sent each : sent) {
            assertThat(AgentSite.ackOf(each.reply()).outcome()).as(each.user()).isIn(Outcome.OK, Outcome.OK_ALREADY);
            assertThat(site.writesTo(each.user())).as(each.user()).isOne();
            assertThat(site.directory.holds(each.user(), AgentSite.utf8(each.password())))
                    .as(each.user())
                    .isTrue();
        }
    }
}
