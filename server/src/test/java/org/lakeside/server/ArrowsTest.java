package org.lakeside.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;

/// the arrows of docs/architecture.md: `api → lake ← rucio, movers, index, shelf, renewal`; inside lake
/// `availability → transfer → identity ← browse`.
@AnalyzeClasses(packages = "org.lakeside.server", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
    private static final String HERE = "org.lakeside.server";
    private static final String[] ADAPTERS = {
        HERE + ".rucio..",
        HERE + ".movers..",
        HERE + ".index..",
        HERE + ".shelf..",
        HERE + ".renewal..",
        HERE + ".grid..",
        HERE + ".hub.."
    };

    @ArchTest
    static final ArchRule lakeKnowsOnlyItselfAndTheWordsOfTheLibraries = classes()
            .that()
            .resideInAPackage(HERE + ".lake..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    HERE + ".lake..",
                    "org.lakeside.rucio.client",
                    "org.lakeside.auth.x509..",
                    "java..",
                    "javax.security..",
                    "org.slf4j",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule lakeSpeaksInTheLibrariesValuesAndNeverCallsTheirClients = noClasses()
            .that()
            .resideInAPackage(HERE + ".lake..")
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Client");

    @ArchTest
    static final ArchRule lakeKnowsNeitherHttpNorSqlNorChildProcesses = noClasses()
            .that()
            .resideInAPackage(HERE + ".lake..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "java.sql..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class, Process.class);

    @ArchTest
    static final ArchRule theEdgeAndTheAdaptersDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage(HERE + ".api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ADAPTERS);

    @ArchTest
    static final ArchRule adaptersDoNotKnowTheEdge = noClasses()
            .that()
            .resideInAnyPackage(ADAPTERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HERE + ".api..", HERE + ".owner..");

    @ArchTest
    static final ArchRule browseAndTransferDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage(HERE + ".lake.browse..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HERE + ".lake.transfer..", HERE + ".lake.availability..");

    @ArchTest
    static final ArchRule transferDoesNotKnowWhoAsks = noClasses()
            .that()
            .resideInAPackage(HERE + ".lake.transfer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HERE + ".lake.availability..", HERE + ".lake.browse..");

    /// A chroot has no mount table, and then this is an exception. Only to say the type of a file system, it is tried.
    @ArchTest
    static final ArchRule roomIsNotAskedOfTheMountTable = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(HERE + ".Service")
            .should()
            .callMethod(Files.class, "getFileStore", Path.class);

    @ArchTest
    static final ArchRule identityKnowsNoneOfTheOthers = noClasses()
            .that()
            .resideInAPackage(HERE + ".lake.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HERE + ".lake.availability..", HERE + ".lake.browse..", HERE + ".lake.transfer..");

    @ArchTest
    static final ArchRule onlyTheTopPicksImplementations = noClasses()
            .that()
            .resideOutsideOfPackages(HERE, HERE + ".cli..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(HERE));
}
