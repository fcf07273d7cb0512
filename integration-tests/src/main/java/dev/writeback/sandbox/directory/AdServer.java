package dev.writeback.sandbox.directory;

import dev.writeback.sandbox.tls.ServerCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.directory.api.ldap.codec.api.LdapApiServiceFactory;
import org.apache.directory.api.ldap.codec.osgi.DefaultLdapCodecService;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.AddRequest;
import org.apache.directory.api.ldap.model.message.CompareRequest;
import org.apache.directory.api.ldap.model.message.DeleteRequest;
import org.apache.directory.api.ldap.model.message.ModifyDnRequest;
import org.apache.directory.api.ldap.model.message.ModifyRequest;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.server.core.DefaultDirectoryService;
import org.apache.directory.server.core.api.CoreSession;
import org.apache.directory.server.core.api.DirectoryService;
import org.apache.directory.server.core.api.InstanceLayout;
import org.apache.directory.server.core.api.schema.SchemaPartition;
import org.apache.directory.server.core.normalization.NormalizationInterceptor;
import org.apache.directory.server.core.partition.impl.avl.AvlPartition;
import org.apache.directory.server.core.shared.ReferralManagerImpl;
import org.apache.directory.server.ldap.LdapServer;
import org.apache.directory.server.ldap.handlers.response.AddResponseHandler;
import org.apache.directory.server.ldap.handlers.response.BindResponseHandler;
import org.apache.directory.server.ldap.handlers.response.CompareResponseHandler;
import org.apache.directory.server.ldap.handlers.response.DeleteResponseHandler;
import org.apache.directory.server.ldap.handlers.response.ModifyDnResponseHandler;
import org.apache.directory.server.ldap.handlers.response.ModifyResponseHandler;
import org.apache.directory.server.ldap.handlers.response.SearchResultDoneHandler;
import org.apache.directory.server.ldap.handlers.response.SearchResultEntryHandler;
import org.apache.directory.server.ldap.handlers.response.SearchResultReferenceHandler;
import org.apache.directory.server.protocol.shared.transport.TcpTransport;
import org.apache.directory.server.xdbm.impl.avl.AvlIndex;
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
            AvlPartition domain = partition(schema, service, "domain", CorpDomain.BASE);
            // Text only: an index of ApacheDS holds octets under no key at all.
            for (String lookedUp : List.of("entryUUID", "sAMAccountName", "userPrincipalName")) {
                domain.addIndexedAttributes(new AvlIndex<>(
                        schema.lookupAttributeTypeRegistry(lookedUp).getOid(), false));
            }
            service.addPartition(domain);
            service.addPartition(partition(schema, service, "configuration", CorpDomain.CONFIGURATION));
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

    /** What the network's side needs of AD's ways. */
    record Behaviour(
            AdCodec codec,
            Set<String> controls,
            DomainTree tree,
            AnsweredWrites answered,
            AppliedSignal applied,
            BindHandler bind,
            SearchHandler search) {}

    /** The port that is really bound, also where the settings left the choice to the system. */
    static int port(LdapServer server) {
        return ((InetSocketAddress) server.getTransports()[0].getAcceptor().getLocalAddress()).getPort();
    }

    /** Starts the network's side. */
    static LdapServer listen(
            DirectoryService service, int port, ServerCertificate certificate, Path directory, Behaviour behaviour) {
        LdapServer server = new LdapServer() {
            @Override
            public ProtocolCodecFactory getProtocolCodecFactory() {
                return behaviour.codec();
            }

            @Override
            public Set<String> getSupportedControls() {
                return behaviour.controls();
            }
        };
        TcpTransport transport = new TcpTransport("127.0.0.1", port, THREADS, BACKLOG);
        transport.setEnableSSL(true);
        transport.setEnabledProtocols(List.of("TLSv1.2", "TLSv1.3"));
        server.setTransports(transport);
        server.setDirectoryService(service);
        install(server, behaviour);
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

    private static void install(LdapServer server, Behaviour behaviour) {
        DomainTree tree = behaviour.tree();
        server.setBindHandlers(behaviour.bind(), new BindResponseHandler());
        server.setUnbindHandler(new UnbindHandler());
        server.setSearchHandlers(
                behaviour.search(),
                new SearchResultEntryHandler(),
                new SearchResultReferenceHandler(),
                new SearchResultDoneHandler());
        server.setModifyHandlers(
                new WriteHandler<ModifyRequest>(tree, ModifyRequest::getName, (session, request) -> {
                    behaviour.answered().refuseUnlessServed();
                    Memberships.refuseUnlessFollowed(request.getModifications());
                    behaviour.applied().modify(session, request);
                    Memberships.follow(tree, request.getName(), request.getModifications());
                }),
                new ModifyResponseHandler());
        server.setAddHandlers(
                new WriteHandler<AddRequest>(
                        tree, request -> request.getEntryDn().getParent(), CoreSession::add),
                new AddResponseHandler());
        server.setCompareHandlers(
                new WriteHandler<CompareRequest>(tree, CompareRequest::getName, AdServer::refuseCompare),
                new CompareResponseHandler());
        server.setDeleteHandlers(
                new WriteHandler<DeleteRequest>(tree, DeleteRequest::getName, CoreSession::delete),
                new DeleteResponseHandler());
        server.setModifyDnHandlers(
                new WriteHandler<ModifyDnRequest>(tree, ModifyDnRequest::getName, AdServer::moveOrRename),
                new ModifyDnResponseHandler());
    }

    private static void refuseCompare(CoreSession session, CompareRequest request) throws Refusal {
        throw Refusal.unwilling("00002035: the embedded directory does not serve compare");
    }

    private static void moveOrRename(CoreSession session, ModifyDnRequest request) throws LdapException {
        Dn superior = request.getNewSuperior();
        if (superior == null) {
            session.rename(request);
        } else if (request.getName()
                .getRdn()
                .getName()
                .equalsIgnoreCase(request.getNewRdn().getName())) {
            session.move(request.getName(), superior);
        } else {
            session.moveAndRename(request);
        }
    }
}
