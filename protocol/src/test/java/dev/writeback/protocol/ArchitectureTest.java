package dev.writeback.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.writeback.protocol", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule onlyCryptoKnowsJoseAndBouncyCastle = noClasses()
            .that()
            .resideOutsideOfPackage("..protocol.crypto..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.nimbusds..", "org.bouncycastle..");

    @ArchTest
    static final ArchRule onlyJsonKnowsAJsonLibrary = noClasses()
            .that()
            .resideOutsideOfPackage("..protocol.json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule nothingDoesInputOrOutput = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.sql..",
                    "javax.naming..",
                    "javax.net..",
                    "com.unboundid..",
                    "com.azure..",
                    "io.netty..",
                    "io.micrometer..",
                    "org.slf4j..",
                    "java.util.logging..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile|Console|PrintStream)");

    @ArchTest
    static final ArchRule noProviderIsRegistered = noClasses()
            .should()
            .callMethod(java.security.Security.class, "addProvider", java.security.Provider.class)
            .orShould()
            .callMethod(java.security.Security.class, "insertProviderAt", java.security.Provider.class, int.class);

    @ArchTest
    static final ArchRule messagesAndSecretsStandAlone = noClasses()
            .that()
            .resideInAnyPackage("..protocol.message..", "..protocol.secret..", "..protocol.json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..protocol.crypto..", "..protocol.envelope..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.writeback.protocol.(*)..").should().beFreeOfCycles();
}
