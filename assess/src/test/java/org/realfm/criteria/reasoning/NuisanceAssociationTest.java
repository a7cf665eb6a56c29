package org.realfm.criteria.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.stats.Estimate;

/// The observational arm, on models that are known by their predictions.
class NuisanceAssociationTest {

    private final List<Integer> truth = new ArrayList<>();
    private final List<Double> score = new ArrayList<>();
    private final List<@Nullable String> mark = new ArrayList<>();

    /// Cases of one truth and mark, with scores spread evenly from `from` to `to`.
    private NuisanceAssociationTest add(int n, int condition, @Nullable String marked, double from, double to) {
        for (int i = 0; i < n; i++) {
            truth.add(condition);
            mark.add(marked);
            score.add(n == 1 ? from : from + (to - from) * i / (n - 1));
        }
        return this;
    }

    private Synthetic cases() {
        return Synthetic.cases(truth.stream().mapToInt(Integer::intValue).toArray())
                .score(score.stream().mapToDouble(Double::doubleValue).toArray())
                .column("mark", mark.toArray(String[]::new))
                .nuisance("mark");
    }

    private List<Finding> findings() {
        return new CausalShortcut(100).assess(cases().subjectEvidence()).stream()
                .filter(finding -> finding.cell().startsWith("nuisance"))
                .toList();
    }

    private static Estimate estimate(Finding finding, String name) {
        return finding.estimates().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void aModelThatReadsTheMarkIsFound() {
        // The score is the mark: sick with it and well with it from 0.8, the others up to 0.2.
        Finding finding = add(100, 1, "1", 0.8, 0.9).add(30, 1, "0", 0.1, 0.2).add(30, 0, "1", 0.8, 0.9)
                .add(100, 0, "0", 0.1, 0.2)
                .findings()
                .getFirst();
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(estimate(finding, "gap of auroc").value()).isCloseTo(1, within(1e-12));
        assertThat(estimate(finding, "auroc where it agrees with the truth").value()).isOne();
        assertThat(estimate(finding, "auroc where it speaks against the truth").value()).isZero();
        assertThat(estimate(finding, "score tells the attribute, among the well").value()).isOne();
        assertThat(estimate(finding, "auroc within its strata").value()).isCloseTo(0.5, within(1e-12));
        assertThat(finding.reason()).contains("30 sick and 30 well on which it speaks against");
    }

    @Test
    void theDirectionOfTheMarkDoesNotMatter() {
        Finding finding = add(100, 1, "0", 0.8, 0.9).add(30, 1, "1", 0.1, 0.2).add(30, 0, "0", 0.8, 0.9)
                .add(100, 0, "1", 0.1, 0.2)
                .findings()
                .getFirst();
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void fewCasesThatSpeakAgainstAreEnoughOnlyIfBothClassesSaySo() {
        Finding both = add(200, 1, "1", 0.7, 0.9).add(5, 1, "0", 0.1, 0.3).add(5, 0, "1", 0.7, 0.9)
                .add(200, 0, "0", 0.1, 0.3)
                .findings()
                .getFirst();
        assertThat(both.outcome()).isEqualTo(Outcome.NOT_MET);
        Finding well = new NuisanceAssociationTest()
                .add(200, 1, "1", 0.6, 0.9).add(5, 1, "0", 0.6, 0.9).add(5, 0, "1", 0.8, 0.9)
                .add(200, 0, "0", 0.1, 0.3)
                .findings()
                .getFirst();
        assertThat(estimate(well, "score tells the attribute, among the well").lower()).isGreaterThan(0.5);
        assertThat(well.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(well.wouldSettle()).contains("15 more sick and 15 more well patients");
    }

    @Test
    void severityAloneIsNotAShortcut() {
        // Sicker patients carry the mark and score higher; among the well the score says nothing of it.
        Finding finding = add(100, 1, "1", 0.7, 0.9).add(60, 1, "0", 0.3, 0.6).add(60, 0, "1", 0.2, 0.45)
                .add(100, 0, "0", 0.2, 0.45)
                .findings()
                .getFirst();
        assertThat(estimate(finding, "gap of auroc").lower()).isGreaterThan(0.05);
        assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void aModelThatDoesNotCarePasses() {
        Finding finding = add(300, 1, "1", 0.6, 0.9).add(300, 1, "0", 0.6, 0.9).add(300, 0, "1", 0.1, 0.4)
                .add(300, 0, "0", 0.1, 0.4)
                .findings()
                .getFirst();
        assertThat(finding.outcome()).isEqualTo(Outcome.MET);
        assertThat(finding.wouldSettle()).isEmpty();
    }

    @Test
    void whatCannotBeToldFromTheTruthIsNotAssessable() {
        assertThat(add(50, 1, "1", 0.6, 0.9).add(50, 0, "0", 0.1, 0.4).findings()).singleElement()
                .satisfies(finding -> {
                    assertThat(finding.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
                    assertThat(finding.reason()).contains("cannot be told from the truth");
                });
        assertThat(new NuisanceAssociationTest().add(50, 1, "1", 0.6, 0.9).add(50, 0, "1", 0.1, 0.4).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("the same value, or none"));
        assertThat(new NuisanceAssociationTest().add(50, 1, "1", 0.6, 0.9).findings()).singleElement()
                .satisfies(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE));
    }

    @Test
    void missingMarksAreLeftOut() {
        Finding finding = add(60, 1, "1", 0.6, 0.9).add(40, 1, null, 0.0, 0.1).add(30, 1, "0", 0.6, 0.9)
                .add(30, 0, "1", 0.1, 0.4).add(60, 0, "0", 0.1, 0.4)
                .findings()
                .getFirst();
        assertThat(estimate(finding, "auroc where it agrees with the truth").n()).isEqualTo(120);
        assertThat(estimate(finding, "gap of auroc").value()).isZero();
    }

    @Test
    void manyValuesAreTakenOneByOneAndNumbersByTheirMedian() {
        add(30, 1, "a", 0.6, 0.9).add(30, 1, "b", 0.6, 0.9).add(30, 1, "c", 0.6, 0.9);
        add(30, 0, "a", 0.1, 0.4).add(30, 0, "b", 0.1, 0.4).add(30, 0, "c", 0.1, 0.4);
        assertThat(findings()).extracting(Finding::cell)
                .containsExactly("nuisance mark=a", "nuisance mark=b", "nuisance mark=c");
        NuisanceAssociationTest numbers = new NuisanceAssociationTest();
        for (int i = 1; i <= 8; i++) {
            numbers.add(10, 1, Integer.toString(i), 0.6, 0.9).add(10, 0, Integer.toString(i), 0.1, 0.4);
        }
        assertThat(numbers.findings()).singleElement()
                .satisfies(finding -> assertThat(finding.cell()).isEqualTo("nuisance mark>4.5"));
    }

    @Test
    void aColumnThatIsNotThereIsSaid() {
        assertThat(new CausalShortcut(100).assess(add(5, 1, "1", 0, 1).cases().nuisance("ruler").subjectEvidence()))
                .anySatisfy(finding -> {
                    assertThat(finding.cell()).isEqualTo("nuisance ruler");
                    assertThat(finding.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
                });
    }
}
