package org.realfm.criteria.responsible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.stats.Estimate;

class CriticalMissTest {

    /// `n` patients with the finding, of whom the first `missed` score below the threshold, and ten without.
    private static Synthetic cases(int n, int missed) {
        int all = n + 10;
        return Synthetic.cases(IntStream.range(0, all).map(i -> i < n ? 1 : 0).toArray())
                .score(IntStream.range(0, all).mapToDouble(i -> i < missed || i >= n ? 0.2 : 0.8).toArray())
                .column("air", flags(n, all, "yes", "no"))
                .neverMiss("air", 0.02);
    }

    private static @Nullable String[] flags(int n, int all, String yes, String no) {
        return IntStream.range(0, all).mapToObj(i -> i < n ? yes : no).toArray(String[]::new);
    }

    private static Finding judged(Synthetic cases) {
        List<Finding> findings = new CriticalMiss().assess(cases.subjectEvidence());
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    @Test
    void withoutAMissItTakes149Patients() {
        Finding enough = judged(cases(149, 0));
        assertThat(enough.outcome()).isEqualTo(Outcome.MET);
        assertThat(enough.cell()).isEqualTo("never-miss air");
        assertThat(enough.estimates().getFirst().upper()).isCloseTo(1 - Math.pow(0.05, 1.0 / 149), within(1e-9));
        Finding one = judged(cases(148, 0));
        assertThat(one.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(one.wouldSettle()).startsWith("1 more patients");
    }

    @Test
    void silentMissesAreFound() {
        // Exact two-sided limits of 8 of 100, by R's binom.test: 0.0352 to 0.1516.
        Finding finding = judged(cases(100, 8));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        Estimate two = finding.estimates().get(1);
        assertThat(two.lower()).isCloseTo(0.03517156, within(1e-7));
        assertThat(two.upper()).isCloseTo(0.15155764, within(1e-7));
        assertThat(finding.reason()).contains("8 of 100 patients with air were missed silently");
        // The worked example of the scoring rules: 3 of 64 has a one-sided upper limit of 11.7%.
        Finding open = judged(cases(64, 3));
        assertThat(open.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(open.estimates().getFirst().upper()).isCloseTo(0.117, within(5e-4));
    }

    @Test
    void theNeedCountsTheMissesSoFar() {
        String settle = judged(cases(64, 3)).wouldSettle();
        int more = Integer.parseInt(settle.substring(0, settle.indexOf(' ')));
        assertThat(judged(cases(64 + more, 3)).outcome()).isEqualTo(Outcome.MET);
        assertThat(judged(cases(64 + more - 1, 3)).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void aPatientIsFoundByAnyFlaggedPicture() {
        // Two pictures a patient, one of them missed.
        int[] patient = IntStream.range(0, 310).map(i -> i / 2).toArray();
        double[] score = IntStream.range(0, 310).mapToDouble(i -> i % 2 == 0 ? 0.2 : 0.8).toArray();
        Synthetic cases = Synthetic.cases(IntStream.range(0, 310).map(i -> 1).toArray())
                .patient(patient).score(score).column("air", flags(310, 310, "1", "0")).neverMiss("air", 0.02);
        Finding finding = judged(cases);
        assertThat(finding.reason()).startsWith("0 of 155 patients");
        assertThat(finding.outcome()).isEqualTo(Outcome.MET);
    }

    @Test
    void failuresAreNoSilentMissesButShown() {
        double[] score = IntStream.range(0, 210).mapToDouble(i -> i < 20 ? Double.NaN : 0.8).toArray();
        Finding finding = judged(cases(200, 0).score(score));
        assertThat(finding.outcome()).isEqualTo(Outcome.MET);
        assertThat(finding.reason()).contains("0 of 180 patients").contains("the model failed on 20 more");
        assertThat(finding.estimates().getLast().value()).isCloseTo(0.1, within(1e-12));
        Arrays.fill(score, Double.NaN);
        Finding all = judged(cases(200, 0).score(score));
        assertThat(all.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
        assertThat(all.reason()).contains("failed on all 200 patients");
    }

    @Test
    void theTruthItselfMayBeNamedAndSeveralFindings() {
        int[] truth = IntStream.range(0, 300).map(i -> i % 2).toArray();
        Synthetic cases = Synthetic.cases(truth)
                .score(Arrays.stream(truth).mapToDouble(t -> t == 1 ? 0.9 : 0.1).toArray())
                .column("pneumonia", Arrays.stream(truth).mapToObj(Integer::toString).toArray(String[]::new))
                .column("air", flags(3, 300, "TRUE", "False"))
                .neverMiss("pneumonia", 0.02)
                .neverMiss("air", 0.02);
        List<Finding> findings = new CriticalMiss().assess(cases.subjectEvidence());
        assertThat(findings).extracting(Finding::cell).containsExactly("never-miss pneumonia", "never-miss air");
        assertThat(findings.getFirst().outcome()).isEqualTo(Outcome.MET);
        // Rows 0 and 2 are well and score low: flagged all the same.
        assertThat(findings.getLast().reason()).startsWith("2 of 3 patients with air");
    }

    @Test
    void whatCannotBeReadIsNotGuessed() {
        Finding finding = judged(cases(100, 0).column("air", flags(100, 110, "present", "no")));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
        assertThat(finding.reason()).contains("100 cells of column air say neither yes nor no, as 'present'");
        Finding missing = judged(cases(150, 0).column("air", flags(150, 160, "yes", "no")).neverMiss("air", 0.02));
        assertThat(missing.outcome()).isEqualTo(Outcome.MET);
        @Nullable String[] blanks = flags(150, 160, "yes", "no");
        blanks[155] = null;
        assertThat(judged(cases(150, 0).column("air", blanks)).outcome()).isEqualTo(Outcome.MET);
    }

    @Test
    void whatIsMissingIsSaid() {
        Synthetic plain = Synthetic.cases(new int[] {0, 1}).score(new double[] {0.1, 0.9});
        assertThat(judged(plain).reason()).contains("names no finding");
        assertThat(judged(plain.neverMiss("air", 0.02)).reason()).contains("no column air");
        assertThat(judged(cases(0, 0)).reason()).contains("No evaluated case is flagged");
    }
}
