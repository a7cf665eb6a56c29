package org.realfm;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// ARCHITECTURE.md as tests: who may import whom, and what is left to whom.
class ArchitectureTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.realfm");

    /// The packages of every module, from the lowest up.
    private static final SequencedMap<String, List<String>> MODULES = new LinkedHashMap<>();

    static {
        MODULES.put("stats", List.of("org.realfm.stats.."));
        MODULES.put("imaging", List.of("org.realfm.imaging.."));
        MODULES.put("ledger", List.of("org.realfm.ledger.."));
        MODULES.put("tables", List.of("org.realfm.tables.."));
        MODULES.put("models", List.of("org.realfm.models.."));
        MODULES.put(
                "assess",
                List.of(
                        "org.realfm.record..",
                        "org.realfm.study..",
                        "org.realfm.run..",
                        "org.realfm.criteria..",
                        "org.realfm.controls..",
                        "org.realfm.report..",
                        "org.realfm.assess.."));
        MODULES.put("cli", List.of("org.realfm.cli..", "org.realfm.demo.."));
    }

    /// What every module may import of the others.
    private static final Map<String, List<String>> MAY_IMPORT = Map.of(
            "stats", List.of(),
            "imaging", List.of(),
            "ledger", List.of("stats"),
            "tables", List.of(),
            "models", List.of("imaging", "ledger", "tables"),
            "assess", List.of("stats", "imaging", "ledger", "tables", "models"),
            "cli", List.of("stats", "imaging", "ledger", "tables", "models", "assess"));

    private static final String[] OUTSIDE = {
        "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..", "java.util.zip.."
    };

    private static String[] packages(List<String> modules) {
        return modules.stream()
                .flatMap(module -> Objects.requireNonNull(MODULES.get(module)).stream())
                .toArray(String[]::new);
    }

    static List<String> modules() {
        return List.copyOf(MODULES.sequencedKeySet());
    }

    @Test
    void theClassFilesOfThisJavaAreRead() {
        assertThat(ALL.size()).isGreaterThan(300);
        assertThat(ALL.get("org.realfm.ledger.verdict.VerdictEngine").getMethods()).isNotEmpty();
    }

    @Test
    void everyPackageBelongsToAModule() {
        String[] known = packages(modules());
        classes().should().resideInAnyPackage(known).check(ALL);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleImportsOnlyThoseItMay(String module) {
        imports(module, Objects.requireNonNull(MAY_IMPORT.get(module))).check(ALL);
    }

    private static ArchRule imports(String module, List<String> allowed) {
        List<String> others = modules().stream()
                .filter(other -> !other.equals(module) && !allowed.contains(other))
                .toList();
        return noClasses()
                .that()
                .resideInAnyPackage(packages(List.of(module)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(packages(others)));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.realfm.(**)").should().beFreeOfCycles().check(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.realfm.stats..", "org.realfm.ledger.verdict..", "org.realfm.criteria..", "org.realfm.run.."})
    void whatIsPureTouchesNoFileAndNoNetwork(String pure) {
        purity(pure).check(ALL);
    }

    private static ArchRule purity(String pure) {
        // Enums and lambdas name Serializable; it reads and writes nothing.
        DescribedPredicate<JavaClass> serializable = DescribedPredicate.describe(
                "serializable", type -> type.getName().equals("java.io.Serializable"));
        return noClasses()
                .that()
                .resideInAPackage(pure)
                .should()
                .dependOnClassesThat(resideInAnyPackage(OUTSIDE).and(not(serializable)));
    }

    @Test
    void theRulesBite() {
        assertThatThrownBy(() -> purity("org.realfm.assess..").check(ALL)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> imports("models", List.of("imaging", "ledger")).check(ALL))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("org.realfm.tables.BadInput");
    }

    @Test
    void kernelsNeedNothingButTheirLibraries() {
        classes()
                .that()
                .resideInAPackage("org.realfm.stats..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.realfm.stats..", "java..", "org.jspecify..", "org.apache.commons.statistics..",
                        "org.apache.commons.rng..", "org.apache.commons.numbers..", "org.ejml..")
                .check(ALL);
    }

    @Test
    void criteriaNeverReachAModel() {
        noClasses()
                .that()
                .resideInAPackage("org.realfm.criteria..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.realfm.models.*..", "org.realfm.assess..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.realfm.models.Model")
                .check(ALL);
    }

    @Test
    void adaptersDoNotKnowEachOther() {
        slices().matching("org.realfm.models.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAPackage("org.realfm.models.."),
                        resideInAnyPackage("org.realfm.models.tensors..", "org.realfm.models.wire.."))
                .check(ALL);
    }

    @Test
    void everythingIsNullMarked() {
        List<String> unmarked = ALL.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(holder -> !holder.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();
        assertThat(unmarked).isEmpty();
    }

    @Test
    void randomnessIsSeeded() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, ThreadLocalRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(ALL);
        noClasses()
                .that(not(resideInAPackage("org.realfm.assess..")))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom")
                .check(ALL);
    }

    @Test
    void whatIsWrittenDoesNotDependOnTheLocale() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .check(ALL);
    }

    @Test
    void onlyTheCommandPrints() {
        noClasses()
                .that(not(resideInAnyPackage("org.realfm.cli..")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(ALL);
    }
}
