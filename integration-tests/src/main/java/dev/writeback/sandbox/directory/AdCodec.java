package dev.writeback.sandbox.directory;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.directory.api.asn1.DecoderException;
import org.apache.directory.api.asn1.ber.Asn1Decoder;
import org.apache.directory.api.asn1.util.Asn1Buffer;
import org.apache.directory.api.ldap.codec.api.LdapApiService;
import org.apache.directory.api.ldap.codec.api.LdapDecoder;
import org.apache.directory.api.ldap.codec.api.LdapEncoder;
import org.apache.directory.api.ldap.codec.api.LdapMessageContainer;
import org.apache.directory.api.ldap.codec.api.ResponseCarryingException;
import org.apache.directory.api.ldap.model.message.Control;
import org.apache.directory.api.ldap.model.message.LdapResult;
import org.apache.directory.api.ldap.model.message.Message;
import org.apache.directory.api.ldap.model.message.Request;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.api.ldap.model.message.ResultResponse;
import org.apache.directory.api.ldap.model.message.ResultResponseRequest;
import org.apache.directory.api.ldap.model.message.extended.NoticeOfDisconnect;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.CumulativeProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolCodecFactory;
import org.apache.mina.filter.codec.ProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;
import org.apache.mina.filter.codec.ProtocolEncoder;
import org.apache.mina.filter.codec.ProtocolEncoderAdapter;
import org.apache.mina.filter.codec.ProtocolEncoderOutput;

/**
 * The wire, with three things that ApacheDS's own codec has no place for: AD's reference names, its text for a malformed
 * DN, and its wordless refusal of an unknown critical control.
 */
final class AdCodec implements ProtocolCodecFactory {
    private final LdapApiService codec;
    private final UnaryOperator<String> references;
    private final Set<String> supportedControls;

    /** @param references turns a reference name into a DN */
    AdCodec(LdapApiService codec, UnaryOperator<String> references, Set<String> supportedControls) {
        this.codec = codec;
        this.references = references;
        this.supportedControls = Set.copyOf(supportedControls);
    }

    @Override
    public ProtocolDecoder getDecoder(IoSession session) {
        return new Decoder();
    }

    @Override
    public ProtocolEncoder getEncoder(IoSession session) {
        return new Encoder();
    }

    private final class Decoder extends CumulativeProtocolDecoder {
        @Override
        protected boolean doDecode(IoSession session, IoBuffer in, ProtocolDecoderOutput out) throws Exception {
            in.mark();
            int length = Ber.messageLength(in.buf().slice());
            if (length < 0 || in.remaining() < length) {
                in.reset();
                return false;
            }
            byte[] message = new byte[length];
            in.get(message);
            decode(session, Ber.withResolvedName(message, references), out);
            return true;
        }

        @SuppressWarnings("unchecked")
        private void decode(IoSession session, byte[] message, ProtocolDecoderOutput out) throws DecoderException {
            LdapMessageContainer<Message> container =
                    (LdapMessageContainer<Message>) session.getAttribute(LdapDecoder.MESSAGE_CONTAINER_ATTR);
            try {
                Asn1Decoder.decode(ByteBuffer.wrap(message), container);
                Message decoded = container.getMessage();
                if (decoded instanceof ResultResponseRequest request && hasUnknownCriticalControl(request)) {
                    answer(session, request.getResultResponse(), ResultCodeEnum.UNAVAILABLE_CRITICAL_EXTENSION, "");
                } else {
                    out.write(decoded);
                }
            } catch (ResponseCarryingException e) {
                ResultResponse response = (ResultResponse) e.getResponse();
                ResultCodeEnum code = response.getLdapResult().getResultCode();
                boolean malformedName = code == ResultCodeEnum.INVALID_DN_SYNTAX;
                answer(session, response, code, malformedName ? "00002032: ldb_modify: invalid dn '(null)'" : "");
            } finally {
                container.clean();
            }
        }

        private void answer(IoSession session, ResultResponse response, ResultCodeEnum code, String text) {
            LdapResult result = response.getLdapResult();
            result.setResultCode(code);
            result.setDiagnosticMessage(text);
            session.write(response);
        }

        private boolean hasUnknownCriticalControl(Request request) {
            return request.getControls().values().stream()
                    .filter(Control::isCritical)
                    .anyMatch(control -> !supportedControls.contains(control.getOid()));
        }
    }

    private final class Encoder extends ProtocolEncoderAdapter {
        @Override
        public void encode(IoSession session, Object message, ProtocolEncoderOutput out) throws Exception {
            if (message instanceof NoticeOfDisconnect) {
                // ApacheDS cannot encode its own notice; without this, the failure to would call for the next one.
                session.closeNow();
                return;
            }
            ByteBuffer encoded = LdapEncoder.encodeMessage(new Asn1Buffer(), codec, (Message) message);
            encoded.rewind();
            out.write(IoBuffer.wrap(encoded));
        }
    }
}
