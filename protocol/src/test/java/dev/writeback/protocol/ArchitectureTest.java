package dev.writeback.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyUse;
import org.junit.jupiter.api.Test;

/** The edges of the module. Plain tests: the ArchUnit engine's own are not seen by every runner. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.writeback.protocol");

    private static void check(ArchRule rule) {
        assertThat(CLASSES).hasSizeGreaterThan(50);
        rule.check(CLASSES);
    }

    @Test
    void onlyCryptoKnowsJoseAndBouncyCastle() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("..protocol.crypto..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.nimbusds..", "org.bouncycastle.."));
    }

    @Test
    void onlyJsonKnowsAJsonLibrary() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("..protocol.json..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.."));
    }

    @Test
    void nothingDoesInputOrOutput() {
        check(noClasses()
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
                .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile|Console|PrintStream)"));
    }

    @Test
    void noProviderIsRegistered() {
        check(noClasses()
                .should()
                .callMethod(java.security.Security.class, "addProvider", java.security.Provider.class)
                .orShould()
                .callMethod(java.security.Security.class, "insertProviderAt", java.security.Provider.class, int.class));
    }

    @Test
    void secretsAndTextStandAlone() {
        check(noClasses()
                .that()
                .resideInAnyPackage("..protocol.secret..", "..protocol.json..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..protocol.crypto..", "..protocol.envelope..", "..protocol.enrolment.."));
    }

    @Test
    void messagesKnowTheNamesOfKeysAndNoCryptography() {
        check(noClasses()
                .that()
                .resideInAPackage("..protocol.message..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("..protocol.crypto..", "..protocol.envelope..", "..protocol.enrolment..")
                                .and(not(belongToAnyOf(KeyId.class, KeyUse.class)))));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("dev.writeback.protocol.(*)..").should().beFreeOfCycles());
    }
}
