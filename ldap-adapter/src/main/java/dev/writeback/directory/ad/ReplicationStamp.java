package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.Entry;
import dev.writeback.directory.PasswordStamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads when and where {@code unicodePwd} was last written: from the binary {@code replPropertyMetaData}, else from the
 * XML of {@code msDS-ReplAttributeMetaData}, else {@code pwdLastSet}.
 */
final class ReplicationStamp {
    static final String BINARY = "replPropertyMetaData";
    static final String XML = "msDS-ReplAttributeMetaData";
    static final String PWD_LAST_SET = "pwdLastSet";

    private static final int UNICODE_PWD = 0x9005A;
    private static final int HEADER = 16;
    private static final int ROW = 48;
    private static final Pattern XML_ROW = Pattern.compile("<pszAttributeName>unicodePwd</pszAttributeName>");

    private ReplicationStamp() {}

    static Optional<PasswordStamp> of(Entry entry) {
        byte[] binary = entry.getAttributeValueBytes(BINARY);
        if (binary != null) {
            Optional<PasswordStamp> stamp = parseBinary(binary);
            if (stamp.isPresent()) {
                return stamp;
            }
        }
        String[] rows = entry.getAttributeValues(XML);
        if (rows != null) {
            for (String row : rows) {
                Optional<PasswordStamp> stamp = parseXml(row);
                if (stamp.isPresent()) {
                    return stamp;
                }
            }
        }
        return ofPwdLastSet(entry.getAttributeValueAsLong(PWD_LAST_SET));
    }

    /** Version 1 of PROPERTY_META_DATA_EXT_VECTOR as it is stored: a count, then rows of 48 bytes, one for each attribute ever written. */
    static Optional<PasswordStamp> parseBinary(byte[] blob) {
        ByteBuffer in = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
        if (blob.length < HEADER || in.getInt(0) != 1) {
            return Optional.empty();
        }
        long rows = Integer.toUnsignedLong(in.getInt(8));
        if (rows > (blob.length - HEADER) / ROW) {
            return Optional.empty();
        }
        for (int at = HEADER; at < HEADER + (int) rows * ROW; at += ROW) {
            if (in.getInt(at) == UNICODE_PWD) {
                byte[] origin = new byte[Guid.LENGTH];
                in.get(at + 16, origin);
                return Optional.of(new PasswordStamp(
                        Optional.of(Integer.toUnsignedLong(in.getInt(at + 4))),
                        Optional.of(Guid.fromBytes(origin)),
                        Optional.of(FileTime.secondsToInstant(in.getLong(at + 8)))));
            }
        }
        return Optional.empty();
    }

    /** One {@code DS_REPL_ATTR_META_DATA} element, as the directory writes it (MS-ADTS 3.1.1.4.5.23). */
    static Optional<PasswordStamp> parseXml(String row) {
        if (!XML_ROW.matcher(row).find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PasswordStamp(
                    element(row, "dwVersion").map(Long::valueOf),
                    element(row, "uuidLastOriginatingDsaInvocationID").map(UUID::fromString),
                    element(row, "ftimeLastOriginatingChange").map(Instant::parse)));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> element(String xml, String name) {
        Matcher matcher =
                Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(xml);
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }

    private static Optional<PasswordStamp> ofPwdLastSet(@Nullable Long steps) {
        if (steps == null) {
            return Optional.empty();
        }
        Optional<Instant> changedAt = steps == 0 ? Optional.empty() : Optional.of(FileTime.toInstant(steps));
        return Optional.of(new PasswordStamp(Optional.empty(), Optional.empty(), changedAt));
    }
}
