package dev.writeback.directory.ad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.directory.AccountRef;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class RecentAnchorsTest {
    private static final UUID GUID = new UUID(1, 2);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final RecentAnchors recent = new RecentAnchors(new Clock() {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    });

    @Test
    void knowsForAMinuteWhereAReferenceLed() {
        recent.add(new AccountRef.ByImmutableId(new byte[] {1, 2}), GUID);
        recent.add(new AccountRef.ByUserPrincipalName("U01@corp.test"), GUID);

        assertThat(recent.of(new AccountRef.ByImmutableId(new byte[] {1, 2}))).contains(GUID);
        assertThat(recent.of(new AccountRef.ByImmutableId(new byte[] {1, 3}))).isEmpty();
        assertThat(recent.of(new AccountRef.ByUserPrincipalName("u01@CORP.test")))
                .contains(GUID);

        now.set(now.get().plusSeconds(60));
        assertThat(recent.of(new AccountRef.ByImmutableId(new byte[] {1, 2}))).isEmpty();
    }

    @Test
    void forgetsTheOldestWhenThereAreMany() {
        for (int i = 0; i <= 10_000; i++) {
            recent.add(new AccountRef.ByUserPrincipalName("u" + i + "@corp.test"), new UUID(0, i));
        }

        assertThat(recent.of(new AccountRef.ByUserPrincipalName("u0@corp.test")))
                .isEmpty();
        assertThat(recent.of(new AccountRef.ByUserPrincipalName("u10000@corp.test")))
                .contains(new UUID(0, 10_000));
    }
}
