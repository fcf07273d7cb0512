package dev.writeback.it.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with Kerberos keys, in MIT's format of version 2. */
final class Keytab {
    private Keytab() {}

    /** Makes every key of the file a wrong one of the same kind. */
    static void spoil(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        in.getShort();
        while (in.remaining() > Integer.BYTES) {
            int size = in.getInt();
            int end = in.position() + Math.abs(size);
            if (size > 0) {
                bytes[placeOfKey(in)] ^= 0x55;
            }
            in.position(end);
        }
        Files.write(file, bytes);
    }

    /** The same keys under a realm whose name is as long. */
    static byte[] ofRealm(byte[] keytab, String realm, String another) {
        if (realm.length() != another.length()) {
            throw new IllegalArgumentException(another + " is not as long as " + realm);
        }
        return new String(keytab, StandardCharsets.ISO_8859_1)
                .replace(realm, another)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int placeOfKey(ByteBuffer in) {
        int components = in.getShort();
        for (int i = 0; i <= components; i++) {
            int length = in.getShort();
            in.position(in.position() + length);
        }
        int afterNames = in.position();
        int nameType = Integer.BYTES;
        int timestamp = Integer.BYTES;
        int version = Byte.BYTES;
        int encryptionAndLength = 2 * Short.BYTES;
        return afterNames + nameType + timestamp + version + encryptionAndLength;
    }
}
