package dev.writeback.it.directory;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;

/** A name server on loopback that knows the SRV records it was told, and no other name. */
final class NameServer implements AutoCloseable {
    private static final int LARGEST = 4096;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<String, List<Target>> services = new ConcurrentHashMap<>();
    private final AtomicInteger queries = new AtomicInteger();
    private volatile int failure = Rcode.NOERROR;

    /**
     * Where a service is.
     *
     * @param host without the dot at its end
     */
    record Target(int priority, String host, int port) {}

    NameServer() throws IOException {
        Thread thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    /** From now on these are the servers of that service; none makes the name unknown. */
    void name(String service, Target... targets) {
        services.put(service, List.of(targets));
    }

    /** From now on every answer is this {@link Rcode}; {@code NOERROR} ends it. */
    void failWith(int code) {
        failure = code;
    }

    int queries() {
        return queries.get();
    }

    private void serve() {
        byte[] buffer = new byte[LARGEST];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                queries.incrementAndGet();
                byte[] answer = answer(new Message(Arrays.copyOf(packet.getData(), packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            socket.close();
        }
    }

    private Message answer(Message query) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        Record question = query.getQuestion();
        answer.addRecord(question, Section.QUESTION);
        List<Target> targets = services.getOrDefault(question.getName().toString(true), List.of());
        answer.getHeader().setRcode(failure != Rcode.NOERROR || !targets.isEmpty() ? failure : Rcode.NXDOMAIN);
        for (Target target : failure == Rcode.NOERROR ? targets : List.<Target>of()) {
            answer.addRecord(
                    new SRVRecord(
                            question.getName(),
                            DClass.IN,
                            600,
                            target.priority(),
                            100,
                            target.port(),
                            Name.fromConstantString(target.host() + ".")),
                    Section.ANSWER);
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
