package dev.writeback.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** The edges of docs/architecture.md: who may import what. */
@AnalyzeClasses(packages = "dev.writeback.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.writeback.agent";

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyDependsOnTheCompositionRoot = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule otherModulesAreProtocolAndDirectoryAlone = noClasses()
            .should()
            .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "are of another module than protocol and ldap-adapter",
                    type -> type.getPackageName().startsWith("dev.writeback.")
                            && !type.getPackageName().matches("dev\\.writeback\\.(agent|protocol|directory)(\\..*)?")));

    @ArchTest
    static final ArchRule onlyTheCompositionRootKnowsWhichDirectoryItIs = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.writeback.directory.ad..", "dev.writeback.directory.ldap..");

    @ArchTest
    static final ArchRule cryptographyAndLdapBelongToOtherModules = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.unboundid..", "com.nimbusds..", "org.bouncycastle..", "javax.naming.directory..");

    @ArchTest
    static final ArchRule azureStaysInItsTransport =
            only("..relay.servicebus..", "com.azure..", "reactor..", "org.apache.qpid..", "org.reactivestreams..");

    @ArchTest
    static final ArchRule nettyStaysInTheLocalEndpointAndTheHybridRelay =
            only(new String[] {"..agent.http..", "..relay.hybrid.."}, "io.netty..");

    @ArchTest
    static final ArchRule picocliStaysInTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("..agent.cli..")
            .and()
            .doNotHaveFullyQualifiedName(Main.class.getName())
            .and()
            .doNotHaveFullyQualifiedName(WindowsService.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule nativeCodeIsCalledForTokensServiceManagersAndByWindowsAlone = only(
            new String[] {
                "..agent.keys.token..", "..agent.keys.dpapi..", "..agent.service..", "..agent.audit.eventlog.."
            },
            "com.sun.jna..");

    @ArchTest
    static final ArchRule theTerminalBelongsToTheWizard = only("..agent.configure..", "org.jline..");

    @ArchTest
    static final ArchRule yamlStaysInTheConfiguration = only("..agent.config..", "org.yaml..", "..dataformat.yaml..");

    @ArchTest
    static final ArchRule micrometerStaysInTheMetrics = only("..agent.metrics..", "io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule logbackStaysInTheLogging =
            only("..agent.logging..", "ch.qos.logback..", "java.util.logging..");

    @ArchTest
    static final ArchRule onlyMainEndsTheProcess = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Main.class.getName())
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule nobodyPrints = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because(
            "commands print through picocli's writers, everybody else logs");

    @ArchTest
    static final ArchRule queuesAndPoolsAreBounded = noClasses()
            .should()
            .callMethod(Executors.class, "newCachedThreadPool")
            .orShould()
            .callMethod(Executors.class, "newFixedThreadPool", int.class)
            .orShould()
            .callConstructor(LinkedBlockingQueue.class);

    private static ArchRule only(String owner, String... libraries) {
        return only(new String[] {owner}, libraries);
    }

    private static ArchRule only(String[] owners, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(owners)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }
}
