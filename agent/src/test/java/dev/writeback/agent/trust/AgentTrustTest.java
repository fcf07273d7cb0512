package dev.writeback.agent.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.agent.lifecycle.HandClock;
import dev.writeback.agent.state.DamagedFileException;
import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.message.Epoch;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTrustTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private final HandClock clock = new HandClock(START);
    private final MemoryStorage storage = new MemoryStorage();
    private final KeyRing cloudKeys =
            KeyRing.of(cloudKey(KeyUse.SIG), cloudKey(KeyUse.ENC)).toPublic();

    @TempDir
    private Path state;

    private AgentTrust trust;

    @BeforeEach
    void enrolByHand() throws Exception {
        storage.generate(KeyUse.ENC, START, START.plus(AgentKeys.LIFETIME));
        storage.generate(KeyUse.SIG, START, START.plus(AgentKeys.LIFETIME));
        trust = restarted();
    }

    private AgentTrust restarted() throws Exception {
        return AgentTrust.open(storage, state, Optional.of(cloudKeys), clock);
    }

    private static KeyRecord cloudKey(KeyUse use) {
        return Keys.generate(use, Optional.empty(), START, START.plus(Duration.ofDays(400)), new SecureRandom());
    }

    private static List<KeyId> ids(KeyRing ring) {
        return ring.all().stream().map(KeyRecord::id).toList();
    }

    private void confirm(long epoch, KeyRing keys) {
        trust.apply(new Opening.KeysConfirmed(new Epoch(epoch), keys.toPublic()));
    }

    private AgentTrust.Announcement rollOver() {
        clock.advance(Duration.ofDays(150));
        return trust.step().orElseThrow();
    }

    @Test
    void keysThatWerePutThereByHandAreConfirmed() {
        assertThat(ids(trust.confirmed())).isEqualTo(ids(storage.load()));
        assertThat(trust.isUsable()).isTrue();
        assertThat(trust.step()).isEmpty();
    }

    @Test
    void nothingIsMadeBeforeDay150() {
        clock.advance(Duration.ofDays(150).minusSeconds(1));

        assertThat(trust.step()).isEmpty();
        assertThat(storage.load().all()).hasSize(2);
    }

    @Test
    void atDay150APairIsMadeAndAnnouncedBesideTheOld() {
        List<KeyId> old = ids(trust.confirmed());

        AgentTrust.Announcement announcement = rollOver();

        assertThat(announcement.epoch()).isEqualTo(new Epoch(1));
        assertThat(ids(announcement.keys())).hasSize(4).containsAll(old);
        assertThat(ids(trust.confirmed())).isEqualTo(old);
        assertThat(ids(trust.opening())).hasSize(4);
    }

    @Test
    void theSamePairIsAnnouncedAgainUntilItIsConfirmed() throws Exception {
        List<KeyId> announced = ids(rollOver().keys());

        trust = restarted();
        clock.advance(Duration.ofMinutes(1));
        AgentTrust.Announcement again = trust.step().orElseThrow();

        assertThat(again.epoch()).isEqualTo(new Epoch(2));
        assertThat(ids(again.keys())).containsExactlyInAnyOrderElementsOf(announced);
        confirm(1, again.keys());
        assertThat(trust.step()).isEmpty();
    }

    @Test
    void afterTheConfirmationTheNewPairSignsAndTheOldStillOpens() {
        List<KeyId> old = ids(trust.confirmed());
        AgentTrust.Announcement announcement = rollOver();

        confirm(1, announcement.keys());

        assertThat(ids(trust.confirmed())).hasSize(2).doesNotContainAnyElementsOf(old);
        assertThat(ids(trust.opening())).hasSize(4).containsAll(old);
    }

    @Test
    void sevenDaysAfterTheConfirmationTheOldPairIsDestroyed() {
        List<KeyId> old = ids(trust.confirmed());
        confirm(1, rollOver().keys());
        clock.advance(Duration.ofDays(7).minusSeconds(1));
        assertThat(trust.step()).isEmpty();
        assertThat(ids(storage.load())).containsAll(old);

        clock.advance(Duration.ofSeconds(1));
        assertThat(ids(trust.opening())).doesNotContainAnyElementsOf(old);
        assertThat(trust.step()).isEmpty();

        assertThat(ids(storage.load())).hasSize(2).doesNotContainAnyElementsOf(old);
    }

    @Test
    void aRetiredKeyOpensNothingAfterItsTimeEvenWhenTheAgentWasOff() throws Exception {
        List<KeyId> old = ids(trust.confirmed());
        confirm(1, rollOver().keys());
        clock.advance(Duration.ofDays(8));

        trust = restarted();

        assertThat(ids(trust.opening())).doesNotContainAnyElementsOf(old);
    }

    @Test
    void anOlderOrEqualEpochIsIgnored() {
        AgentTrust.Announcement announcement = rollOver();
        List<KeyId> all = ids(announcement.keys());
        confirm(5, announcement.keys());
        List<KeyId> confirmed = ids(trust.confirmed());

        trust.apply(new Opening.KeysRevoked(new Epoch(5), announcement.keys().toPublic()));
        trust.apply(new Opening.KeysRevoked(new Epoch(4), announcement.keys().toPublic()));

        assertThat(ids(trust.confirmed())).isEqualTo(confirmed);
        assertThat(ids(storage.load())).containsAll(all);
    }

    @Test
    void epochsSurviveARestart() throws Exception {
        confirm(5, rollOver().keys());

        trust = restarted();
        trust.apply(new Opening.KeysRevoked(new Epoch(5), trust.confirmed().toPublic()));

        assertThat(trust.isUsable()).isTrue();
    }

    @Test
    void revokedKeysEndAtOnceAndAreDestroyed() throws Exception {
        List<KeyId> old = ids(trust.confirmed());

        trust.apply(new Opening.KeysRevoked(new Epoch(1), trust.confirmed().toPublic()));

        assertThat(trust.isUsable()).isFalse();
        assertThat(ids(trust.opening())).isEmpty();
        assertThat(ids(storage.load())).doesNotContainAnyElementsOf(old);
        assertThatThrownBy(this::restarted)
                .isInstanceOf(NotEnrolledException.class)
                .hasMessageContaining("writeback enroll");
    }

    @Test
    void aRevocationOfOneKeyLeavesTheOthers() {
        AgentTrust.Announcement announcement = rollOver();
        List<KeyRecord> old = trust.confirmed().all();
        confirm(1, announcement.keys());

        trust.apply(new Opening.KeysRevoked(new Epoch(2), KeyRing.of(old).toPublic()));

        assertThat(trust.isUsable()).isTrue();
        assertThat(ids(trust.opening())).hasSize(2);
    }

    @Test
    void aConfirmationOfKeysThatAreNotOursChangesNothing() {
        List<KeyId> before = ids(trust.confirmed());
        KeyRing foreign = KeyRing.of(
                Keys.generate(KeyUse.ENC, Optional.of("hq-1"), START, START.plusSeconds(60), new SecureRandom()),
                Keys.generate(KeyUse.SIG, Optional.of("hq-1"), START, START.plusSeconds(60), new SecureRandom()));

        confirm(1, foreign);

        assertThat(ids(trust.confirmed())).isEqualTo(before);
        confirm(1, trust.confirmed());
        assertThat(trust.isUsable()).isTrue();
    }

    @Test
    void aKeyThatTheConfirmationLeavesOutEnds() {
        List<KeyRecord> old = trust.confirmed().all();
        AgentTrust.Announcement announcement = rollOver();
        KeyRing withoutOld = announcement.keys();
        for (KeyRecord key : old) {
            withoutOld = withoutOld.without(key.id());
        }

        confirm(1, withoutOld);

        assertThat(ids(trust.opening())).isEqualTo(ids(withoutOld));
    }

    @Test
    void rotationOnCommandDoesNotWaitForDay150() {
        clock.advance(Duration.ofDays(3));

        assertThat(trust.ownKeys()).extracting(AgentTrust.OwnKey::state).containsOnly("confirmed");
        Rotation rotation = trust.rotate();
        assertThat(trust.ownKeys())
                .extracting(AgentTrust.OwnKey::state)
                .containsExactlyInAnyOrder("confirmed", "confirmed", "pending", "pending");
        assertThat(trust.ownKeys())
                .allSatisfy(own -> assertThat(own.key().privateKey()).isEmpty());

        AgentTrust.Announcement announcement = trust.step().orElseThrow();
        assertThat(ids(announcement.keys())).hasSize(4).containsAll(ids(((Rotation.Waiting) rotation).keys()));
        confirm(1, announcement.keys());

        assertThat(trust.confirmed()
                        .newestLive(KeyUse.SIG, clock.instant())
                        .orElseThrow()
                        .expiresAt())
                .isAfter(START.plus(Duration.ofDays(182)));
        assertThat(trust.step()).isEmpty();
    }

    @Test
    void aWishThatIsRepeatedMakesNoFurtherKeys() {
        Rotation.Waiting first = (Rotation.Waiting) trust.rotate();
        Rotation.Waiting second = (Rotation.Waiting) trust.rotate();

        assertThat(ids(second.keys())).hasSize(2).isEqualTo(ids(first.keys()));
        assertThat(storage.load().all()).hasSize(4);
        assertThat(second.json())
                .startsWith("{\"result\":\"waiting\",\"keys\":[{\"use\":\"")
                .contains(second.keys().all().get(0).id().value());
    }

    @Test
    void withoutAConfirmedKeyNothingCouldBeAnnouncedAndNothingIsMade() {
        clock.advance(AgentKeys.LIFETIME);

        Rotation rotation = trust.rotate();

        assertThat(rotation.json())
                .startsWith("{\"result\":\"impossible\",\"why\":\"")
                .contains("enrol anew");
        assertThat(storage.load().all()).hasSize(2);
    }

    @Test
    void aNewKeyIsLiveForACloudWhoseClockIsBehind() {
        AgentTrust.Announcement announcement = rollOver();

        Instant behind = clock.instant().minusSeconds(59);
        assertThat(announcement
                        .keys()
                        .newestLive(KeyUse.ENC, behind)
                        .orElseThrow()
                        .id())
                .isEqualTo(announcement
                        .keys()
                        .newestLive(KeyUse.ENC, clock.instant())
                        .orElseThrow()
                        .id());
    }

    @Test
    void aKeyMadeRightBeforeACrashWasNeverAnnouncedAndEnds() throws Exception {
        confirm(1, trust.confirmed());
        KeyRecord orphan = storage.generate(KeyUse.ENC, START, START.plus(AgentKeys.LIFETIME));

        trust = restarted();
        assertThat(ids(trust.opening())).doesNotContain(orphan.id());
        trust.step();

        assertThat(ids(storage.load())).doesNotContain(orphan.id());
    }

    @Test
    void aStorageThatWasReplacedByHandCounts() throws Exception {
        confirm(1, trust.confirmed());
        storage.load().all().forEach(key -> storage.destroy(key.id()));
        storage.generate(KeyUse.ENC, START, START.plus(AgentKeys.LIFETIME));
        storage.generate(KeyUse.SIG, START, START.plus(AgentKeys.LIFETIME));

        assertThat(restarted().isUsable()).isTrue();
    }

    @Test
    void aPairMadeWhileTheClockWasAheadIsMadeAnewOnceItIsMended() {
        AgentTrust.Announcement ahead = rollOver();
        List<KeyId> old = ids(trust.confirmed());
        clock.advance(Duration.ofDays(-149));

        trust.rotate();
        AgentTrust.Announcement again = trust.step().orElseThrow();

        assertThat(ids(again.keys())).hasSize(4).containsAll(old);
        assertThat(ids(again.keys()).stream().filter(ids(ahead.keys())::contains))
                .containsExactlyInAnyOrderElementsOf(old);
    }

    @Test
    void aConfirmedPairThatIsNotLiveYetFollowsNothing() {
        AgentTrust.Announcement ahead = rollOver();
        List<KeyId> old = ids(trust.confirmed());
        clock.advance(Duration.ofDays(-149));

        confirm(1, ahead.keys());

        assertThat(trust.isUsable()).isTrue();
        clock.advance(Duration.ofDays(10));
        assertThat(trust.step()).isEmpty();
        assertThat(trust.isUsable()).isTrue();
        assertThat(ids(storage.load())).containsAll(old);
        clock.advance(Duration.ofDays(140));
        assertThat(trust.step()).isEmpty();
        assertThat(ids(trust.confirmed())).hasSize(2).doesNotContainAnyElementsOf(old);
    }

    @Test
    void aPairThatTheCloudDoesNotConfirmIsMadeAnewAfterTenDays() {
        List<KeyId> first = ids(rollOver().keys());

        clock.advance(AgentKeys.PATIENCE);
        AgentTrust.Announcement second = trust.step().orElseThrow();

        assertThat(ids(second.keys())).hasSize(4);
        assertThat(ids(second.keys()).stream().filter(first::contains)).hasSize(2);
        assertThat(storage.load().all()).hasSize(4);
    }

    @Test
    void whenTheNewPairIsRevokedAndTheOldConfirmedTheOldServesAgain() {
        KeyRing old = trust.confirmed();
        KeyRing all = rollOver().keys();
        confirm(1, all);
        trust.apply(new Opening.KeysRevoked(new Epoch(2), trust.confirmed().toPublic()));
        assertThat(trust.isUsable()).isFalse();

        confirm(3, old);

        assertThat(trust.isUsable()).isTrue();
        assertThat(ids(trust.confirmed())).containsExactlyInAnyOrderElementsOf(ids(old));
    }

    @Test
    void aConfirmationOfTheOldPairAloneTakesItBackAndDoesNotLeaveTheAgentMute() {
        KeyRing old = trust.confirmed();
        confirm(1, rollOver().keys());

        confirm(2, old);

        assertThat(trust.isUsable()).isTrue();
    }

    @Test
    void aRevocationIsInForceWhenTheDiskCannotKeepIt() throws Exception {
        confirm(1, trust.confirmed());
        unwritable();

        assertThatThrownBy(() -> trust.apply(
                        new Opening.KeysRevoked(new Epoch(2), trust.confirmed().toPublic())))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(trust.isUsable()).isFalse();
        assertThat(ids(trust.opening())).isEmpty();
    }

    @Test
    void aKeyThatTheDiskCannotKeepInMindIsNotLeftBehind() throws Exception {
        clock.advance(Duration.ofDays(150));
        unwritable();

        for (int minute = 0; minute < 3; minute++) {
            assertThatThrownBy(() -> trust.step()).isInstanceOf(UncheckedIOException.class);
        }

        assertThat(storage.load().all()).hasSize(2);
    }

    /** A directory stands in the place of the file, so that it cannot be replaced. */
    private void unwritable() throws Exception {
        Path file = new TrustFile(state).path();
        Files.deleteIfExists(file);
        Files.createDirectories(file.resolve("occupied"));
    }

    @Test
    void aPendingKeyThatTheStorageDoesNotHaveIsNotWaitedFor() throws Exception {
        rollOver();
        KeyRing young = storage.load();
        for (KeyRecord key : young.all()) {
            if (key.notBefore().isAfter(START)) {
                storage.destroy(key.id());
            }
        }

        trust = restarted();
        trust.step();
        for (int minute = 0; minute < 3; minute++) {
            clock.advance(Duration.ofMinutes(1));
            trust.step();
        }

        assertThat(storage.load().all()).hasSize(4);
    }

    @Test
    void moreKeysThanAMessageNamesAreNotMade() {
        long epoch = 1;
        for (int i = 0; i < 7; i++) {
            clock.advance(Duration.ofHours(1));
            trust.rotate();
            confirm(epoch++, trust.step().orElseThrow().keys());
        }
        assertThat(storage.load().all()).hasSize(16);

        Rotation rotation = trust.rotate();

        assertThat(rotation).isInstanceOf(Rotation.Impossible.class);
        assertThat(rotation.json()).contains("within 7 days");
        assertThat(storage.load().all()).hasSize(16);
    }

    @Test
    void whatIsNotNewIsSaidToBeSo() {
        assertThat(trust.apply(new Opening.KeysConfirmed(
                        new Epoch(1), trust.confirmed().toPublic())))
                .isTrue();
        assertThat(trust.apply(new Opening.KeysConfirmed(
                        new Epoch(1), trust.confirmed().toPublic())))
                .isFalse();
        assertThat(trust.apply(
                        new Opening.KeysRevoked(new Epoch(1), trust.confirmed().toPublic())))
                .isFalse();
    }

    @Test
    void theCloudsKeysAreTakenWithARisingEpochAndSurviveARestart() throws Exception {
        KeyRecord root = cloudKey(KeyUse.SIG).toPublic();
        AgentTrust.enrolled(state, CloudTrust.of(root, cloudKeys), new Epoch(3), storage.load(), START);
        trust = restarted();
        KeyRing next = KeyRing.of(cloudKey(KeyUse.SIG), cloudKey(KeyUse.ENC)).toPublic();

        trust.apply(new Opening.CloudKeys(new Epoch(3), next));
        assertThat(ids(trust.cloud().keys())).isEqualTo(ids(cloudKeys));
        trust.apply(new Opening.CloudKeys(new Epoch(4), next));

        assertThat(ids(trust.cloud().keys())).isEqualTo(ids(next));
        trust = restarted();
        assertThat(ids(trust.cloud().keys())).isEqualTo(ids(next));
        assertThat(trust.cloudEpoch()).isEqualTo(new Epoch(4));
        assertThat(trust.cloud().root().map(KeyRecord::id)).contains(root.id());
    }

    @Test
    void anEnrolmentThatWasNotConfirmedDoesNotMakeTheAgentUsable() throws Exception {
        AgentTrust.enrolling(
                state, CloudTrust.of(cloudKey(KeyUse.SIG), cloudKeys), new Epoch(1), storage.load(), START);

        trust = restarted();

        assertThat(trust.isUsable()).isFalse();
        assertThat(trust.step()).isEmpty();
    }

    @Test
    void whatIsRememberedIsRefusedWhenItIsDamaged() throws Exception {
        confirm(1, trust.confirmed());
        Path file = state.resolve(TrustFile.NAME);
        Files.writeString(file, Files.readString(file).replace("\"told\":1", "\"told\":0"));

        assertThatThrownBy(this::restarted).isInstanceOf(DamagedFileException.class);
    }
}
