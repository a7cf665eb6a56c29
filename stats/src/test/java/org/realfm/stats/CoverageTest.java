package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A quick look at the coverage of every method that needs no bootstrap, and on request the full simulation.
class CoverageTest {

    static Stream<CoverageSimulation.Scenario> all() {
        return Stream.of(
                        CoverageSimulation.scenarios(), ReaderCoverage.scenarios(), AgreementCoverage.scenarios(),
                        LocalisationCoverage.scenarios(), RocCoverage.scenarios(), RiskCoverage.scenarios(),
                        ResamplingCoverage.scenarios(), SurvivalCoverage.scenarios(), SequentialCoverage.scenarios(),
                        ShiftCoverage.scenarios(), SelectiveCoverage.scenarios(), DependenceCoverage.scenarios(),
                        JointMeasuresCoverage.scenarios())
                .flatMap(List::stream);
    }

    static Stream<CoverageSimulation.Scenario> quick() {
        return all()
                .filter(s -> !s.method().contains("bootstrap") && !s.method().contains("ignoring"));
    }

    @ParameterizedTest
    @MethodSource("quick")
    void holdsTheTruthAboutAsOftenAsPromised(CoverageSimulation.Scenario scenario) {
        CoverageSimulation.Coverage coverage = CoverageSimulation.run(scenario, 400);
        assertThat(coverage.estimate().upper()).isGreaterThanOrEqualTo(scenario.atLeast());
        assertThat(coverage.undefined()).isZero();
    }

    @Test
    void ignoringPatientsIsFoundOut() {
        CoverageSimulation.Scenario naive = CoverageSimulation.scenarios().stream()
                .filter(s -> s.method().contains("ignoring"))
                .findFirst()
                .orElseThrow();
        assertThat(CoverageSimulation.run(naive, 400).estimate().upper()).isLessThan(0.90);
    }

    @Test
    @EnabledIfSystemProperty(named = "realfm.coverage", matches = ".+", disabledReason = "takes some ten minutes")
    void writesThePage() throws IOException {
        List<CoverageSimulation.Coverage> rows = all()
                .map(s -> CoverageSimulation.run(s, CoverageSimulation.REPLICATES))
                .toList();
        Path root = Path.of(System.getProperty("realfm.root", "."));
        Path page = root.resolve(System.getProperty("realfm.coverage"));
        Files.createDirectories(page.getParent());
        Files.writeString(page, CoverageSimulation.page(rows, CoverageSimulation.REPLICATES)
                        + ReaderCoverage.NOTES + AgreementCoverage.NOTES + RocCoverage.NOTES + RiskCoverage.NOTES
                        + ShiftCoverage.NOTES + DependenceCoverage.NOTES + SelectiveCoverage.NOTES);
        assertThat(rows).allSatisfy(row -> assertThat(row.estimate().upper())
                .as(row.scenario().method() + ", " + row.scenario().setting())
                .isGreaterThanOrEqualTo(row.scenario().atLeast()));
    }
}
