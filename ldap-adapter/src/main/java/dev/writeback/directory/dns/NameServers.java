package dev.writeback.directory.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** The name servers of the host, or one that was named. Keeps nothing: who asks keeps the answer. Thread-safe. */
public final class NameServers implements ServiceLookup {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Resolver resolver;

    private NameServers(Resolver resolver) {
        this.resolver = resolver;
        this.resolver.setTimeout(PATIENCE);
    }

    /**
     * @param server asked instead of the host's name servers
     */
    public static NameServers of(Optional<InetSocketAddress> server) {
        if (server.isPresent()) {
            return new NameServers(new SimpleResolver(server.get()));
        }
        ExtendedResolver all = new ExtendedResolver();
        all.setRetries(1);
        return new NameServers(all);
    }

    @Override
    public ServiceAnswer find(String service) throws NameServiceException {
        Message answer;
        try {
            Name name = Name.fromString(service, Name.root);
            answer = resolver.send(Message.newQuery(Record.newRecord(name, Type.SRV, DClass.IN)));
        } catch (TextParseException e) {
            throw new NameServiceException("'" + service + "' is no DNS name", e);
        } catch (IOException e) {
            throw new NameServiceException("DNS did not answer for " + service + ": " + e.getMessage(), e);
        }
        int code = answer.getRcode();
        if (code == Rcode.NXDOMAIN) {
            return ServiceAnswer.NONE;
        }
        if (code != Rcode.NOERROR) {
            throw new NameServiceException("DNS answered " + Rcode.string(code) + " for " + service);
        }
        return answer(answer.getSection(Section.ANSWER));
    }

    private static ServiceAnswer answer(List<Record> records) {
        List<SRVRecord> services = records.stream()
                .filter(SRVRecord.class::isInstance)
                .map(SRVRecord.class::cast)
                // A target of "." says that the service is decidedly not offered (RFC 2782).
                .filter(record -> !record.getTarget().equals(Name.root))
                .toList();
        Duration timeToLive = services.stream()
                .map(record -> Duration.ofSeconds(record.getTTL()))
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new ServiceAnswer(services.stream().map(NameServers::record).toList(), timeToLive);
    }

    private static ServiceRecord record(SRVRecord record) {
        return new ServiceRecord(
                record.getPriority(), record.getWeight(), record.getTarget().toString(true), record.getPort());
    }
}
