package dev.writeback.directory;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * When and where the password was last written: the replication metadata of {@code unicodePwd} (attid 0x9005A), or
 * {@code pwdLastSet} where it cannot be read.
 *
 * @param version {@code dwVersion}: one more with each successful write; empty where only {@code pwdLastSet} is readable
 * @param origin invocationId of the server where that write originated; empty likewise
 * @param changedAt directory time of that write, whole seconds; empty when the password was never set, or when
 *     {@code pwdLastSet} is 0 (must change), which is no clock
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/">MS-ADTS 3.1.1.3.1.1.4 and
 *     MS-DRSR PROPERTY_META_DATA_EXT</a>
 */
public record PasswordStamp(Optional<Long> version, Optional<UUID> origin, Optional<Instant> changedAt) {}
