package dev.writeback.directory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SearchScope;
import org.junit.jupiter.api.Test;

/** Plain JUnit tests, so that each rule is counted and reported like any other test. */
final class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.writeback.directory");

    @Test
    void onlyTheAdaptersKnowTheLdapLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.writeback.directory.ldap",
                        "dev.writeback.directory.ad",
                        "dev.writeback.directory.standard")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.unboundid..")
                .check(CLASSES);
    }

    @Test
    void onlyThePackageOfItsOwnKnowsTheDnsLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.writeback.directory.dns")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.xbill..")
                .check(CLASSES);
    }

    @Test
    void ofTheProductOnlySecretsAreKnown() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.writeback.protocol.message..",
                        "dev.writeback.protocol.envelope..",
                        "dev.writeback.protocol.crypto..",
                        "dev.writeback.agent..")
                .check(CLASSES);
    }

    @Test
    void noPackageIsInACycle() {
        slices().matching("dev.writeback.directory.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void connectionsKnowNothingOfActiveDirectory() {
        noClasses()
                .that()
                .resideInAPackage("dev.writeback.directory.ldap")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.writeback.directory.ad", "dev.writeback.directory.standard")
                .check(CLASSES);
    }

    @Test
    void theAdaptersKnowNothingOfEachOther() {
        noClasses()
                .that()
                .resideInAPackage("dev.writeback.directory.standard")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.writeback.directory.ad")
                .allowEmptyShould(true)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.writeback.directory.ad")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.writeback.directory.standard")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void noFilterIsMadeOfText() {
        noClasses()
                .should()
                .callMethod(Filter.class, "create", String.class)
                .orShould()
                .callMethod(
                        LDAPConnection.class, "search", String.class, SearchScope.class, String.class, String[].class)
                .check(CLASSES);
    }

    @Test
    void oneClassMakesNamesOfText() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.writeback.directory.ldap.EntryName")
                .should()
                .callConstructor(DN.class, String.class)
                .check(CLASSES);
    }

    @Test
    void noWriteGoesThroughThePoolWhichCouldRepeatIt() {
        noClasses()
                .should()
                .callMethod(LDAPConnectionPool.class, "modify", ModifyRequest.class)
                .check(CLASSES);
    }
}
