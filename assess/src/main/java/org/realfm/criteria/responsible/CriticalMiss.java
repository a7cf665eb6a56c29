package org.realfm.criteria.responsible;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Collecting.Who;
import org.realfm.run.Criterion;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.ConfidenceDistribution;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.Planning;
import org.realfm.stats.Proportion;
import org.realfm.study.Split;

/// `resp.safety.critical_miss`: how often is each finding of the never-miss list missed, silently?
public final class CriticalMiss implements Criterion.OfSubject {

    static final Card.Threshold LIMIT = new Card.Threshold(
            "largest silent-miss rate, where the intended use names no other", 0.02, Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("resp.safety.critical_miss")),
            "For each never-miss finding of the intended use (a column that flags the cases that have it; the truth itself may"
                    + " be named; its cells say 1, true, yes or 0, false, no): of the patients with it, the share whose score, combined"
                    + " over the flagged pictures by the declared rule, lies below the locked threshold. A model that only scores cannot defer, so every such"
                    + " miss is silent. A patient on whom the model fails is no silent miss; the miss rate with those is shown"
                    + " beside.",
            "Clopper-Pearson by patient: the one-sided 95% upper limit for met, the two-sided 95% lower limit for not met.",
            "Met if the one-sided upper limit of the silent-miss rate is at most the limit (without a miss this takes 149"
                    + " patients for 2%); not met if the lower limit is above it; too few patients are inconclusive.",
            List.of(LIMIT),
            List.of("Hanley & Lippman-Hand 1983 doi:10.1001/jama.1983.03330370053031", "ISO 14971"),
            "Free air under the diaphragm, twice in a thousand.");

    private static final double CONFIDENCE = 0.95;
    private static final Set<String> YES = Set.of("1", "1.0", "true", "yes", "y");
    private static final Set<String> NO = Set.of("0", "0.0", "false", "no", "n");

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        Map<String, Double> list = evidence.about().study().limits().neverMiss();
        if (list.isEmpty()) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "The intended use names no finding that must never be missed.",
                            "Declare the columns that flag such findings, each with the largest tolerable rate (use:"
                                    + " never-miss); 0.02 is a usual limit and needs 149 patients without a miss."));
        }
        return list.entrySet().stream()
                .map(entry -> judge(evidence, entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Finding judge(SubjectEvidence evidence, String column, double limit) {
        FindingBuilder finding = evidence.finding(CARD).cell("never-miss " + column);
        @Nullable String[] flags = evidence.about().cohort().columns().table().get(column);
        if (flags == null) {
            return finding.notAssessable("The table has no column " + column + ".", "Add the column to the table.");
        }
        int[] unreadable = Arrays.stream(evidence.about().cohort().rows(Split.EVALUATE))
                .filter(row -> flags[row] != null && !says(flags[row], YES) && !says(flags[row], NO))
                .toArray();
        if (unreadable.length > 0) {
            return finding.notAssessable(
                    unreadable.length + " cells of column " + column + " say neither yes nor no, as '"
                            + flags[unreadable[0]] + "'.",
                    "Write 1, true or yes where the finding is present and 0, false or no where it is not.");
        }
        IntPredicate flagged = row -> flags[row] != null && says(flags[row], YES);
        int[] patientOf = evidence.about().cohort().columns().patient();
        Sample scored = evidence.evaluation()
                .where(flagged)
                .byPatient(evidence.about().study().cohort().aggregate());
        Set<Integer> known = new HashSet<>(Arrays.stream(scored.patient()).boxed().toList());
        long failed = Arrays.stream(evidence.evaluation().failed())
                .filter(flagged)
                .map(row -> patientOf[row])
                .filter(patient -> !known.contains(patient))
                .distinct()
                .count();
        if (scored.size() == 0) {
            return finding.notAssessable(
                    failed > 0
                            ? "The model failed on all " + failed + " patients with " + column + "."
                            : "No evaluated case is flagged in column " + column + ".",
                    "Collect at least " + Planning.zeroEvents(limit, CONFIDENCE) + " patients with it.");
        }
        int n = scored.size();
        double[] miss = new double[n];
        Arrays.setAll(miss, i -> scored.score()[i] < evidence.threshold() ? 1 : 0);
        int missed = (int) Arrays.stream(miss).sum();
        Estimate upper = Proportion.clopperPearsonUpper("silent-miss rate", missed, n, CONFIDENCE);
        Estimate lower = Proportion.clopperPearson("silent-miss rate, two-sided", missed, n, CONFIDENCE);
        Outcome outcome = Decision.atMost(upper, limit) == Outcome.MET
                ? Outcome.MET
                : Decision.atMost(lower, limit) == Outcome.NOT_MET ? Outcome.NOT_MET : Outcome.INCONCLUSIVE;
        finding.estimate(upper)
                .estimate(lower)
                .asksAtMost(
                        ConfidenceDistribution.rateAtMost(missed, n, limit), Influence.ofMean(miss, scored.patient()));
        if (failed > 0) {
            finding.estimate(Proportion.clopperPearsonUpper(
                    "miss rate, failures counted", missed + failed, n + failed, CONFIDENCE));
        }
        return finding.outcome(
                outcome,
                String.format(
                        Locale.ROOT,
                        "%d of %d patients with %s were missed silently: %.2f%%, at most %.2f%% (limit %.2f%%)%s.",
                        missed, n, column, 100 * upper.value(), 100 * upper.upper(), 100 * limit,
                        failed > 0 ? "; the model failed on " + failed + " more" : ""),
                settle(evidence, outcome, missed, n, limit));
    }

    private static boolean says(String cell, Set<String> words) {
        return words.contains(cell.strip().toLowerCase(Locale.ROOT));
    }

    private static String settle(SubjectEvidence evidence, Outcome outcome, int missed, int n, double limit) {
        if (outcome == Outcome.MET) {
            return missed > 0 ? "Review and classify each of the " + missed + " misses." : "";
        }
        if (outcome == Outcome.NOT_MET) {
            return "Lower the threshold, or keep the model away from ruling these out; review each of the " + missed
                    + " misses.";
        }
        double share = (double) n / evidence.evaluation().size();
        return evidence.about().collecting().more(sufficient(missed, n, limit) - n, Who.ALL, share, "patients with it")
                + ", none missed silently, would show it.";
    }

    /// The least number of patients at which these misses would keep within the limit.
    private static int sufficient(int missed, int n, double limit) {
        int low = n;
        int high = Math.max(n + 1, 2 * Planning.zeroEvents(limit, CONFIDENCE));
        while (beyond(missed, high, limit)) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (beyond(missed, middle, limit)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static boolean beyond(int missed, int n, double limit) {
        return Proportion.clopperPearsonUpper("", missed, n, CONFIDENCE).upper() > limit;
    }
}
