package dev.writeback.sandbox.directory;

import dev.writeback.sandbox.tls.ServerCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.UUID;
import org.apache.directory.api.ldap.codec.api.LdapApiServiceFactory;
import org.apache.directory.api.ldap.codec.osgi.DefaultLdapCodecService;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.server.core.DefaultDirectoryService;
import org.apache.directory.server.core.api.DirectoryService;
import org.apache.directory.server.core.api.InstanceLayout;
import org.apache.directory.server.core.api.schema.SchemaPartition;
import org.apache.directory.server.core.normalization.NormalizationInterceptor;
import org.apache.directory.server.core.partition.impl.avl.AvlPartition;
import org.apache.directory.server.core.shared.ReferralManagerImpl;
import org.apache.directory.server.ldap.LdapServer;
import org.apache.directory.server.ldap.handlers.response.BindResponseHandler;
import org.apache.directory.server.ldap.handlers.response.ModifyResponseHandler;
import org.apache.directory.server.ldap.handlers.response.SearchResultDoneHandler;
import org.apache.directory.server.ldap.handlers.response.SearchResultEntryHandler;
import org.apache.directory.server.ldap.handlers.response.SearchResultReferenceHandler;
import org.apache.directory.server.protocol.shared.transport.TcpTransport;
import org.apache.mina.filter.codec.ProtocolCodecFactory;

/** ApacheDS, put together: entries in memory, two interceptors, one LDAPS listener on loopback. */
final class AdServer {
    private static final int THREADS = 4;
    private static final int BACKLOG = 128;

    private AdServer() {}

    /** Starts the entries' side: a service with an empty domain and an empty configuration partition. */
    static DefaultDirectoryService startService(SchemaManager schema, Path directory, AdInterceptor interceptor)
            throws LdapException, IOException {
        try {
            registerCodec();
            DefaultDirectoryService service = new DefaultDirectoryService();
            service.setInstanceId("embedded");
            service.setInstanceLayout(new InstanceLayout(directory.toFile()));
            service.setShutdownHookEnabled(false);
            service.setAllowAnonymousAccess(true);
            service.setAccessControlEnabled(false);
            service.getChangeLog().setEnabled(false);
            service.setSchemaManager(schema);
            SchemaPartition schemaPartition = new SchemaPartition(schema);
            schemaPartition.setWrappedPartition(new AvlPartition(schema, service.getDnFactory()));
            service.setSchemaPartition(schemaPartition);
            service.setSystemPartition(partition(schema, service, "system", "ou=system"));
            service.setInterceptors(List.of(new NormalizationInterceptor(), interceptor));
            service.startup();
            service.setReferralManager(new ReferralManagerImpl(service));
            service.addPartition(partition(schema, service, "domain", SeededDomain.BASE));
            service.addPartition(partition(schema, service, "configuration", SeededDomain.CONFIGURATION));
            return service;
        } catch (LdapException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the directory service does not start", e);
        }
    }

    /** The service's decoder needs one registered for the whole process; whoever comes first does it. */
    private static synchronized void registerCodec() {
        if (!LdapApiServiceFactory.isInitialized()) {
            LdapApiServiceFactory.initialize(new DefaultLdapCodecService());
        }
    }

    private static AvlPartition partition(SchemaManager schema, DirectoryService service, String id, String suffix)
            throws LdapException {
        AvlPartition partition = new AvlPartition(schema, service.getDnFactory());
        partition.setId(id);
        partition.setSuffixDn(new Dn(schema, suffix));
        return partition;
    }

    /** The three handlers in which a client's request meets AD's ways. */
    record Handlers(BindHandler bind, ModifyHandler modify, SearchHandler search) {}

    /** The port that is really bound, also where the settings left the choice to the system. */
    static int port(LdapServer server) {
        return ((InetSocketAddress) server.getTransports()[0].getAcceptor().getLocalAddress()).getPort();
    }

    /** Starts the network's side. */
    static LdapServer listen(
            DirectoryService service,
            int port,
            ServerCertificate certificate,
            Path directory,
            AdCodec codec,
            Handlers handlers) {
        LdapServer server = new LdapServer() {
            @Override
            public ProtocolCodecFactory getProtocolCodecFactory() {
                return codec;
            }
        };
        TcpTransport transport = new TcpTransport("127.0.0.1", port, THREADS, BACKLOG);
        transport.setEnableSSL(true);
        transport.setEnabledProtocols(List.of("TLSv1.2", "TLSv1.3"));
        server.setTransports(transport);
        server.setDirectoryService(service);
        server.setBindHandlers(handlers.bind(), new BindResponseHandler());
        server.setModifyHandlers(handlers.modify(), new ModifyResponseHandler());
        server.setUnbindHandler(new UnbindHandler());
        server.setSearchHandlers(
                handlers.search(),
                new SearchResultEntryHandler(),
                new SearchResultReferenceHandler(),
                new SearchResultDoneHandler());
        String storePassword = UUID.randomUUID().toString();
        Path store = directory.resolve("server.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            certificate.keyStore(storePassword.toCharArray()).store(out, storePassword.toCharArray());
            out.flush();
            server.setKeystoreFile(store.toString());
            server.setCertificatePassword(storePassword);
            server.start();
            return server;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot give the server its certificate", e);
        } catch (Exception e) {
            throw new IllegalStateException("the LDAPS listener does not start on port " + port, e);
        }
    }
}
