package org.realfm.criteria.technical;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.ProbeCases;
import org.realfm.run.Stimulus;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.ConfidenceDistribution;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.Planning;
import org.realfm.stats.Proportion;
import org.realfm.study.Cohort;
import org.realfm.study.Study;

/// `tech.repeatability.test_retest`: is the output stable, for the same bytes shown again (cell `determinism`) and for the
/// same patient imaged again (cell `retest`)?
///
/// The catalogue asks for 20 reruns of at least 100 cases, and for a bound of 1% on the share of cases whose category
/// changes, which takes 299 independent cases without a change. So 299 patients are shown again once in company and once
/// alone, and 100 of them 20 times.
public final class TestRetest implements Criterion.OfSubject {

    static final Card.Threshold FLIPS = new Card.Threshold(
            "largest share of cases whose category changes on identical input", 0.01, Card.Basis.CONVENTION);
    static final Card.Threshold RETEST_FLIPS = new Card.Threshold(
            "largest share of patients whose category changes between two acquisitions", 0.05, Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("tech.repeatability.test_retest")),
            "Determinism: the films of 299 patients (fewer where the evaluation part or the limit of cases a probe has"
                    + " fewer) are shown again, once in a batch of other films and once alone, and those of 100 of them 20"
                    + " times (15 in company that changes each time, 5 alone). A case changes category if its decisions at"
                    + " the locked threshold, failures being a category of their own, are not all the same. Shown: the"
                    + " largest difference between two scores of one case. One runtime and precision is tried, the"
                    + " subject's. Retest: flips, within-subject standard deviation and ICC between repeat acquisitions,"
                    + " which this version cannot be given.",
            "Clopper-Pearson by patient: the one-sided 95% upper limit for met, the two-sided 95% lower limit for not met.",
            "Determinism is met if the one-sided upper limit of the share of cases that change category is at most 1% (0 of"
                    + " 299), not met if the lower limit is above it. Retest asks for an upper limit of at most 5%.",
            List.of(FLIPS, RETEST_FLIPS),
            List.of(
                    "Raunig 2015 doi:10.1177/0962280214537344",
                    "Koo & Li 2016 doi:10.1016/j.jcm.2016.02.012",
                    "Hanley & Lippman-Hand 1983 doi:10.1001/jama.1983.03330370053031"),
            "A diagnosis that depends on who else is in the batch.");

    static final String DETERMINISM = "determinism";
    static final String RETEST = "retest";

    private static final double CONFIDENCE = 0.95;
    private static final int PATIENTS = Planning.zeroEvents(FLIPS.value(), CONFIDENCE);
    private static final int OFTEN = 100;
    private static final int IN_COMPANY = 15;
    private static final int RERUNS = 20;

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public Stream<Stimulus> stimuli(Study study, Cohort cohort) {
        if (!cohort.canBeShown()) {
            return Stream.empty();
        }
        Set<Integer> often = often(study, cohort);
        return IntStream.of(ProbeCases.drawnPatients(study, cohort, PATIENTS))
                .boxed()
                .flatMap(row -> repeats(row, often.contains(row)));
    }

    private static Set<Integer> often(Study study, Cohort cohort) {
        return Arrays.stream(ProbeCases.drawnPatients(study, cohort, OFTEN)).boxed().collect(Collectors.toSet());
    }

    /// The repeats of a case: those up to [#IN_COMPANY] in company, later ones alone.
    private static Stream<Stimulus> repeats(int row, boolean often) {
        IntStream repeats = often ? IntStream.rangeClosed(1, RERUNS) : IntStream.of(1, IN_COMPANY + 1);
        return repeats.mapToObj(repeat -> Stimulus.again(row, repeat, repeat > IN_COMPANY));
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        return List.of(determinism(evidence), retest(evidence));
    }

    private static Finding determinism(SubjectEvidence evidence) {
        FindingBuilder finding = evidence.finding(CARD).cell(DETERMINISM).raisedTo(Tier.GATE);
        Study study = evidence.about().study();
        Cohort cohort = evidence.about().cohort();
        if (!evidence.interactive() || !cohort.canBeShown()) {
            return finding.notAssessable(
                    cohort.canBeShown()
                            ? "The model is known by its predictions only and cannot be asked again."
                            : "The cases have no pictures to show again.",
                    "Supply the model itself (onnx) and the pictures of the cases.");
        }
        Set<Integer> often = often(study, cohort);
        int[] rows = ProbeCases.drawnPatients(study, cohort, PATIENTS);
        int changed = 0;
        int alone = 0;
        double largest = 0;
        for (int row : rows) {
            Answers all = Answers.of(evidence, row, repeats(row, often.contains(row)));
            Answers single = Answers.of(
                    evidence, row, repeats(row, often.contains(row)).filter(Stimulus::alone));
            changed += all.categories > 1 ? 1 : 0;
            alone += single.categories > 1 ? 1 : 0;
            largest = Math.max(largest, all.spread);
        }
        Estimate upper = Proportion.clopperPearsonUpper("category changes", changed, rows.length, CONFIDENCE);
        Estimate lower = Proportion.clopperPearson("category changes, two-sided", changed, rows.length, CONFIDENCE);
        Outcome outcome = Decision.atMost(upper, FLIPS.value()) == Outcome.MET
                ? Outcome.MET
                : Decision.atMost(lower, FLIPS.value()) == Outcome.NOT_MET ? Outcome.NOT_MET : Outcome.INCONCLUSIVE;
        return finding.estimate(upper)
                .estimate(lower)
                .asksAtMost(
                        ConfidenceDistribution.rateAtMost(changed, rows.length, FLIPS.value()), Influence.unknown())
                .estimate(Estimate.exact("largest difference between two scores of one case", largest, rows.length))
                .outcome(
                        outcome,
                        String.format(
                                Locale.ROOT,
                                "%d of %d patients' films changed category when shown again (%d of them when shown alone): %.2f%%, at"
                                        + " most %.2f%% (limit %.0f%%). The largest difference between two scores of one case"
                                        + " is %.2g. Tried on %s only.",
                                changed, rows.length, alone, 100 * upper.value(), 100 * upper.upper(),
                                100 * FLIPS.value(), largest, evidence.subject().runtime()),
                        settle(outcome, changed, rows.length));
    }

    private static String settle(Outcome outcome, int changed, int n) {
        return switch (outcome) {
            case MET -> "";
            case NOT_MET -> "Find what else the score depends on: random numbers when it is run, batch normalisation that"
                    + " still learns, the size of the batch, kernels that do not add in a fixed order.";
            default -> changed == 0
                    ? "Show " + PATIENTS + " patients again without a change (limits: cases-per-probe); " + n
                            + " were shown."
                    : "Show more patients again (limits: cases-per-probe), or make the model deterministic.";
        };
    }

    private static Finding retest(SubjectEvidence evidence) {
        return evidence.finding(CARD)
                .cell(RETEST)
                .notAssessable(
                        "The study has no repeat acquisitions: no patient was imaged twice with nothing changed but the"
                                + " acquisition.",
                        "Image at least 59 patients twice within minutes, repositioned; without a change of category that"
                                + " bounds the flips at 5%.");
    }

    /// How many categories the answers to one case, the first one included, fall into, and how far their scores lie apart.
    private record Answers(int categories, double spread) {

        static Answers of(SubjectEvidence evidence, int row, Stream<Stimulus> repeats) {
            Set<String> categories = new HashSet<>();
            double lowest = Double.POSITIVE_INFINITY;
            double highest = Double.NEGATIVE_INFINITY;
            for (Stimulus stimulus : Stream.concat(Stream.of(Stimulus.of(row)), repeats).toList()) {
                OptionalDouble score = evidence.score(stimulus);
                if (score.isEmpty()) {
                    categories.add("failed");
                    continue;
                }
                categories.add(score.getAsDouble() >= evidence.threshold() ? "positive" : "negative");
                lowest = Math.min(lowest, score.getAsDouble());
                highest = Math.max(highest, score.getAsDouble());
            }
            return new Answers(categories.size(), Math.max(0, highest - lowest));
        }
    }
}
