package dev.writeback.agent.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves when the test moves it. To be read by any thread. */
public final class HandClock extends Clock {
    private volatile Instant now;

    public HandClock(Instant start) {
        now = start;
    }

    public void set(Instant time) {
        now = time;
    }

    /** @param time negative: back */
    public void advance(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
