package dev.writeback.directory.standard;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.asn1.ASN1BufferSequence;
import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPResult;
import java.util.Arrays;

/**
 * The value of a Password Modify request (RFC 3062, section 2), encoded by hand into one array of our own, so that it can
 * be zeroed: the SDK's own class keeps further copies.
 */
final class PasswordModify implements AutoCloseable {
    static final String OID = "1.3.6.1.4.1.4203.1.11.1";

    private static final byte USER_IDENTITY = (byte) 0x80;
    private static final byte OLD_PASSWORD = (byte) 0x81;
    private static final byte NEW_PASSWORD = (byte) 0x82;

    private final byte[] value;

    private PasswordModify(byte[] value) {
        this.value = value;
    }

    /** Sets the password of somebody else. */
    static PasswordModify reset(String dn, PasswordOctets password) {
        return new PasswordModify(encoded(dn, new byte[0], password.value()));
    }

    /** Replaces one's own password, proving the present one. */
    static PasswordModify change(String dn, PasswordOctets current, PasswordOctets password) {
        return new PasswordModify(encoded(dn, current.value(), password.value()));
    }

    private static byte[] encoded(String dn, byte[] current, byte[] password) {
        ASN1Buffer buffer = new ASN1Buffer(64 + 4 * dn.length() + current.length + password.length);
        buffer.setZeroBufferOnClear();
        ASN1BufferSequence sequence = buffer.beginSequence();
        buffer.addOctetString(USER_IDENTITY, dn);
        if (current.length > 0) {
            buffer.addOctetString(OLD_PASSWORD, current);
        }
        buffer.addOctetString(NEW_PASSWORD, password);
        sequence.end();
        byte[] encoded = buffer.toByteArray();
        buffer.clear();
        return encoded;
    }

    /** The request, valid until closed. */
    ExtendedRequest request(Control... controls) {
        return new ExtendedRequest(OID, new ASN1OctetString(value), controls);
    }

    /** Whether the answer has anything in it, which is a password of the server's own: then ours was not set. */
    static boolean madeUpAnother(LDAPResult result) {
        if (!(result instanceof ExtendedResult extended) || extended.getValue() == null) {
            return false;
        }
        try {
            ASN1Element[] elements = ASN1Sequence.decodeAsSequence(
                            extended.getValue().getValue())
                    .elements();
            return elements.length > 0;
        } catch (ASN1Exception e) {
            return true;
        }
    }

    @Override
    public void close() {
        Arrays.fill(value, (byte) 0);
    }

    @Override
    public String toString() {
        return "PasswordModify[redacted]";
    }
}
