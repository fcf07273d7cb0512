package dev.writeback.directory.standard;

import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Enumerated;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPResult;

/** The password policy control, both ways (draft-behera-ldap-password-policy-10, sections 6.1 and 6.2). */
final class PolicyControl {
    static final String OID = "1.3.6.1.4.1.42.2.27.8.5.1";

    private static final byte ERROR = (byte) 0x81;

    private PolicyControl() {}

    /** What is added to a request, where the server lists the control: not critical, it only asks for the reason. */
    static Control[] asked(ServerOffer offer) {
        return offer.passwordPolicy() ? new Control[] {new Control(OID, false)} : new Control[0];
    }

    /** The error in the answer; decoded here, since the SDK knows none of the numbers that servers added. */
    static PolicyError errorOf(LDAPResult result) {
        Control[] controls = result.getResponseControls();
        for (Control control : controls == null ? new Control[0] : controls) {
            if (control.getOID().equals(OID) && control.getValue() != null) {
                return errorIn(control.getValue().getValue());
            }
        }
        return PolicyError.NONE;
    }

    private static PolicyError errorIn(byte[] value) {
        try {
            for (ASN1Element element : ASN1Sequence.decodeAsSequence(value).elements()) {
                if (element.getType() == ERROR) {
                    return PolicyError.of(
                            ASN1Enumerated.decodeAsEnumerated(element).intValue());
                }
            }
            return PolicyError.NONE;
        } catch (ASN1Exception e) {
            return PolicyError.OTHER;
        }
    }
}
