package org.realfm.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Dimension;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Subject;

class ExpiryTest {

    private static Set<String> after(Change... changes) {
        return Expiry.after(List.of(changes)).stream().map(CriterionId::value).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> of(Dimension dimension) {
        return Catalogue.all().stream()
                .map(entry -> entry.id())
                .filter(id -> id.dimension() == dimension)
                .map(CriterionId::value)
                .collect(Collectors.toSet());
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    @Test
    void nothingExpiresWhileNothingChanges() {
        assertThat(Expiry.after(List.of())).isEmpty();
    }

    @Test
    void anotherModelVoidsAllThatWasMeasuredOfIt() {
        Set<String> expired = after(Change.MODEL);
        assertThat(expired)
                .containsAll(of(Dimension.TECHNICAL))
                .containsAll(of(Dimension.REASONING))
                .containsAll(of(Dimension.CLINICAL))
                .doesNotContainAnyElementsOf(of(Dimension.DATA))
                .doesNotContainAnyElementsOf(of(Dimension.WORKFLOW))
                .doesNotContainAnyElementsOf(of(Dimension.COORDINATION));
        assertThat(expired.stream().filter(id -> id.startsWith("resp.")))
                .containsExactly(
                        "resp.explain.faithfulness",
                        "resp.explain.localisation",
                        "resp.fairness.gaps",
                        "resp.fairness.intersectional",
                        "resp.monitoring.drift",
                        "resp.privacy.membership",
                        "resp.privacy.phi_output",
                        "resp.safety.abstention",
                        "resp.safety.critical_miss",
                        "resp.safety.severity_weighted",
                        "resp.security.adversarial",
                        "resp.security.prompt_injection");
    }

    @ParameterizedTest
    @EnumSource(names = {"MODEL", "PROMPT", "THRESHOLD", "RUNTIME"})
    void probesAreDoneAgainForEveryNewSubject(Change change) {
        assertThat(after(change)).containsAll(of(Dimension.REASONING));
    }

    @Test
    void theRestOfTheTable() {
        Set<String> probes = of(Dimension.REASONING);
        assertThat(without(without(after(Change.PROMPT), probes), of(Dimension.TECHNICAL)))
                .containsExactly(
                        "resp.safety.abstention", "resp.safety.critical_miss", "resp.security.prompt_injection");
        assertThat(after(Change.PROMPT)).containsAll(of(Dimension.TECHNICAL));
        assertThat(without(after(Change.THRESHOLD), probes))
                .containsExactly(
                        "clin.benefit.decision_curve",
                        "flow.alert.burden",
                        "flow.queue.turnaround",
                        "resp.fairness.gaps",
                        "resp.fairness.intersectional",
                        "tech.discrimination.operating_point");
        assertThat(without(after(Change.RUNTIME), probes))
                .containsExactly(
                        "flow.performance.latency_throughput",
                        "tech.discrimination.operating_point",
                        "tech.repeatability.test_retest");
        assertThat(after(Change.EQUIPMENT))
                .containsExactly(
                        "data.heterogeneity.site_scanner",
                        "resp.monitoring.drift",
                        "tech.ood.detection",
                        "tech.robustness.external_gap",
                        "tech.uncertainty.conformal");
        assertThat(after(Change.INTERFACE))
                .containsExactly(
                        "flow.failure.handling",
                        "flow.human.override_audit",
                        "flow.identity.integrity",
                        "flow.interop.dicom_results",
                        "flow.performance.latency_throughput",
                        "flow.queue.turnaround",
                        "flow.scope.rejection");
        assertThat(after(Change.CASE_DEFINITION))
                .containsExactly(
                        "clin.benefit.decision_curve", "data.labels.reference_standard", "reason.symbolic.rules");
    }

    @Test
    void severalChangesVoidWhatEachOfThemVoids() {
        Set<String> both = new TreeSet<>(after(Change.EQUIPMENT));
        both.addAll(after(Change.CASE_DEFINITION));
        assertThat(after(Change.EQUIPMENT, Change.CASE_DEFINITION)).isEqualTo(both);
    }

    @ParameterizedTest
    @CsvSource({
        "E4, false, false, true",
        "E4, false, true, false",
        "E4, true, true, true",
        "E3, false, false, false",
        "E2, false, true, false",
        "E1, true, false, true"
    })
    void timeVoidsAttestationsAndServiceWithoutMonitoring(
            Grade grade, boolean attested, boolean monitored, boolean expires) {
        assertThat(Expiry.byTime(Instant.parse("2028-02-29T09:30:00Z"), grade, attested, monitored).isPresent())
                .isEqualTo(expires);
    }

    @Test
    void theLifeOfEvidenceIsTwelveMonths() {
        assertThat(Expiry.byTime(Instant.parse("2026-11-24T12:00:00Z"), Grade.E4, false, false))
                .contains(Instant.parse("2027-11-24T12:00:00Z"));
        assertThat(Expiry.byTime(Instant.parse("2028-02-29T09:30:00Z"), Grade.E4, false, false))
                .contains(Instant.parse("2029-02-28T09:30:00Z"));
    }

    @Test
    void whatChangedBetweenTwoSubjects() {
        Subject old = new Subject("a", Digest.of("w"), Digest.of(""), Digest.of("p"), 0.5, "runtime 1");
        assertThat(Change.between(old, old)).isEmpty();
        assertThat(Change.between(old, new Subject("b", old.weights(), old.prompt(), old.preprocessing(), 0.5, "runtime 1")))
                .as("a name is no change")
                .isEmpty();
        assertThat(Change.between(old, new Subject("a", Digest.of("x"), old.prompt(), old.preprocessing(), 0.5, "runtime 1")))
                .containsExactly(Change.MODEL);
        assertThat(Change.between(old, new Subject("a", old.weights(), Digest.of("x"), old.preprocessing(), 0.5, "runtime 1")))
                .containsExactly(Change.PROMPT);
        assertThat(Change.between(old, new Subject("a", old.weights(), old.prompt(), Digest.of("x"), 0.5, "runtime 1")))
                .containsExactly(Change.RUNTIME);
        assertThat(Change.between(old, new Subject("a", old.weights(), old.prompt(), old.preprocessing(), 0.5, "runtime 2")))
                .containsExactly(Change.RUNTIME);
        assertThat(Change.between(old, new Subject("a", Digest.of("x"), old.prompt(), old.preprocessing(), 0.4, "runtime 1")))
                .containsExactly(Change.MODEL, Change.THRESHOLD);
    }
}
