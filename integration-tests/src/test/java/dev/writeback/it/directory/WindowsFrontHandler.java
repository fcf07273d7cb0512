package dev.writeback.it.directory;

import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.listener.ProxyRequestHandler;
import com.unboundid.ldap.listener.SearchEntryTransformer;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.GenericResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyResponseProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.util.ObjectPair;
import dev.writeback.it.directory.WindowsWords.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One client of a {@link WindowsFront}; runs on that client's thread. */
final class WindowsFrontHandler extends LDAPListenerRequestHandler implements SearchEntryTransformer {
    private static final String UNICODE_PWD = "unicodePwd";
    private static final int ENFORCE_HISTORY = 1;

    private final WindowsFront front;
    private final ProxyRequestHandler samba;

    WindowsFrontHandler(WindowsFront front, ProxyRequestHandler samba) {
        this.front = front;
        this.samba = samba;
    }

    @Override
    public LDAPListenerRequestHandler newInstance(LDAPListenerClientConnection client) throws LDAPException {
        WindowsFrontHandler handler = new WindowsFrontHandler(front, samba.newInstance(client));
        client.addSearchEntryTransformer(handler);
        return handler;
    }

    @Override
    public void closeInstance() {
        samba.closeInstance();
    }

    /** Lists the controls in the rootDSE. */
    @Override
    public ObjectPair<SearchResultEntryProtocolOp, Control[]> transformEntry(
            int id, SearchResultEntryProtocolOp entry, Control[] controls) {
        if (!entry.getDN().isEmpty()) {
            return new ObjectPair<>(entry, controls);
        }
        List<Attribute> attributes = entry.getAttributes().stream()
                .map(attribute -> attribute.getName().equalsIgnoreCase("supportedControl")
                        ? Attribute.mergeAttributes(attribute, new Attribute(attribute.getName(), front.listed()))
                        : attribute)
                .toList();
        return new ObjectPair<>(new SearchResultEntryProtocolOp("", attributes), controls);
    }

    @Override
    public LDAPMessage processModifyRequest(int id, ModifyRequestProtocolOp request, List<Control> controls) {
        List<Modification> password = request.getModifications().stream()
                .filter(part -> part.getAttributeName().equalsIgnoreCase(UNICODE_PWD))
                .toList();
        Write write = kind(password);
        List<Control> hints =
                controls.stream().filter(WindowsFrontHandler::isHint).toList();
        List<Control> others =
                controls.stream().filter(control -> !isHint(control)).toList();
        front.record(request.getModifications().stream()
                .map(WindowsFrontHandler::inWords)
                .toList());
        if (write != Write.OTHER) {
            front.record(write, hints);
        }
        if (hints.stream().anyMatch(hint -> !front.obeys(hint) || flags(hint).isEmpty())) {
            return answer(WindowsWords.controlRefused(id));
        }
        boolean held = write == Write.RESET && hints.stream().anyMatch(WindowsFrontHandler::asksForHistory);
        if (held
                && front.refuses(
                        request.getDN(), password.get(0).getRawValues()[0].getValue())) {
            return answer(front.words().restriction(id, write));
        }
        LDAPMessage answer = samba.processModifyRequest(id, request, others);
        return answer(front.words().ofModify(result(id, answer.getModifyResponseProtocolOp()), write));
    }

    private static Write kind(List<Modification> password) {
        if (password.isEmpty()) {
            return Write.OTHER;
        }
        return password.stream().anyMatch(part -> part.getModificationType().equals(ModificationType.REPLACE))
                ? Write.RESET
                : Write.CHANGE;
    }

    private static String inWords(Modification part) {
        String kind =
                part.getModificationType().getName().toLowerCase(Locale.ROOT) + " " + part.getAttributeName() + " ";
        return part.getAttributeName().equalsIgnoreCase(UNICODE_PWD)
                ? kind + (isOnePassword(part) ? "in quotes" : "malformed")
                : kind + String.join(" and ", part.getValues());
    }

    private static boolean isOnePassword(Modification part) {
        if (part.getRawValues().length != 1) {
            return false;
        }
        byte[] value = part.getRawValues()[0].getValue();
        String text = new String(value, StandardCharsets.UTF_16LE);
        return value.length % 2 == 0 && text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
    }

    private static boolean isHint(Control control) {
        return control.getOID().equals(WindowsFront.POLICY_HINTS)
                || control.getOID().equals(WindowsFront.POLICY_HINTS_DEPRECATED);
    }

    private static boolean asksForHistory(Control hint) {
        return flags(hint).filter(flags -> flags == ENFORCE_HISTORY).isPresent();
    }

    /** {@code PolicyHintsRequestValue ::= SEQUENCE { Flags INTEGER }}; empty when the value is another one. */
    private static Optional<Integer> flags(Control hint) {
        try {
            return hint.getValue() == null
                    ? Optional.empty()
                    : Optional.of(ASN1Integer.decodeAsInteger(ASN1Sequence.decodeAsSequence(
                                            hint.getValue().getValue())
                                    .elements()[0])
                            .intValue());
        } catch (ASN1Exception e) {
            return Optional.empty();
        }
    }

    private static LDAPMessage answer(LDAPResult result) {
        return new LDAPMessage(result.getMessageID(), new ModifyResponseProtocolOp(result));
    }

    private static LDAPResult result(int id, GenericResponseProtocolOp answer) {
        LDAPResult result = answer.toLDAPResult();
        return new LDAPResult(
                id,
                result.getResultCode(),
                result.getDiagnosticMessage(),
                result.getMatchedDN(),
                result.getReferralURLs(),
                result.getResponseControls());
    }

    @Override
    public LDAPMessage processSearchRequest(int id, SearchRequestProtocolOp request, List<Control> controls) {
        LDAPMessage answer = samba.processSearchRequest(id, request, controls);
        LDAPResult result = front.words().ofAny(result(id, answer.getSearchResultDoneProtocolOp()));
        return new LDAPMessage(id, new SearchResultDoneProtocolOp(result), answer.getControls());
    }

    @Override
    public LDAPMessage processBindRequest(int id, BindRequestProtocolOp request, List<Control> controls) {
        LDAPMessage answer = samba.processBindRequest(id, request, controls);
        LDAPResult result = answer.getBindResponseProtocolOp().toBindResult();
        return new LDAPMessage(id, new BindResponseProtocolOp(front.words().ofBind(result)), answer.getControls());
    }

    @Override
    public LDAPMessage processAddRequest(int id, AddRequestProtocolOp request, List<Control> controls) {
        front.recordOther("Add");
        return samba.processAddRequest(id, request, controls);
    }

    @Override
    public LDAPMessage processCompareRequest(int id, CompareRequestProtocolOp request, List<Control> controls) {
        front.recordOther("Compare");
        return samba.processCompareRequest(id, request, controls);
    }

    @Override
    public LDAPMessage processDeleteRequest(int id, DeleteRequestProtocolOp request, List<Control> controls) {
        front.recordOther("Delete");
        return samba.processDeleteRequest(id, request, controls);
    }

    @Override
    public LDAPMessage processExtendedRequest(int id, ExtendedRequestProtocolOp request, List<Control> controls) {
        front.recordOther("Extended");
        return samba.processExtendedRequest(id, request, controls);
    }

    @Override
    public LDAPMessage processModifyDNRequest(int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
        front.recordOther("ModifyDN");
        return samba.processModifyDNRequest(id, request, controls);
    }
}
