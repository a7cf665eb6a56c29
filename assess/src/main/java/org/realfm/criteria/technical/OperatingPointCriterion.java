package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Calls;
import org.realfm.run.Card;
import org.realfm.run.Collecting.Who;
import org.realfm.run.Criterion;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.DiagnosticTable;
import org.realfm.stats.Estimate;
import org.realfm.study.CohortSpec.Sampling;

/// `tech.discrimination.operating_point`: what happens at the threshold that will be used?
///
/// When a threshold was fixed is not asked here: it is locked in the ledger before results are seen, and a model whose
/// results were seen before under another threshold has its grade capped for all of its findings.
public final class OperatingPointCriterion implements Criterion.OfSubject {

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("tech.discrimination.operating_point")),
            "Sensitivity, specificity, likelihood ratios and, where the sampling is natural or weighted, predictive values at"
                    + " the locked threshold, over cases. A case on which the model failed counts against it (intention to"
                    + " diagnose); such cases are also listed as a row of their own. For each site: sensitivity, specificity"
                    + " and threshold transport, the observed false-positive rate minus the planned one: that of the tuning"
                    + " part at the same threshold, or 1 minus the floor of specificity where there is no tuning part. From"
                    + " five sites on, sensitivity and specificity are pooled together (bivariate, REML), with what to expect"
                    + " at a new site.",
            "Wilson, at the Rao-Scott effective number where patients have several cases or cases carry weights; log intervals"
                    + " of likelihood ratios; Newcombe's hybrid for transport. Sites: at 1 - 0.05 / (2 x sites), so that all"
                    + " sites hold at once.",
            "Met if the lower limits of sensitivity and of specificity are both at or above their floors (intersection-union)"
                    + " and no site's upper limit, all sites at once, is below a floor; not met if an upper limit is below its"
                    + " floor, overall or at a site.",
            List.of(),
            List.of(
                    "Pepe 2003, The Statistical Evaluation of Medical Tests",
                    "Berger 1982 doi:10.1080/00401706.1982.10487790",
                    "Schuetz 2012 doi:10.1136/bmj.e6717",
                    "Reitsma 2005 doi:10.1016/j.jclinepi.2005.02.022"),
            "A Youden-optimal cut-off chosen on the test set; a threshold whose false-positive rate triples at the next"
                    + " hospital.");

    static final double CONFIDENCE = 0.95;

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        if (evidence.evaluation().size() == 0) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "The model gave no score on any of " + evidence.evaluation().failed().length
                                    + " evaluated cases.",
                            "Supply scores of the evaluation part."));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(overall(evidence));
        SiteTable.of(evidence).ifPresent(table -> findings.addAll(table.findings(evidence, CARD)));
        return findings;
    }

    /// The table of these cases, weighted where the study has weights.
    static DiagnosticTable table(SubjectEvidence evidence, Sample sample) {
        Calls calls = Calls.of(evidence, sample);
        double[] weight = evidence.about().cohort().columns().weight();
        return weight.length == 0 ? calls.table() : calls.weighted(weight);
    }

    private static Finding overall(SubjectEvidence evidence) {
        Sample sample = evidence.evaluation();
        Calls calls = Calls.of(evidence, sample);
        DiagnosticTable table = table(evidence, sample);
        SequencedMap<String, Optional<Estimate>> shares = new LinkedHashMap<>();
        shares.put("sensitivity", table.sensitivity(CONFIDENCE));
        shares.put("specificity", table.specificity(CONFIDENCE));
        FindingBuilder finding = evidence.finding(CARD);
        shares.values().forEach(share -> share.ifPresent(finding::estimate));
        table.positiveLikelihoodRatio(CONFIDENCE).ifPresent(finding::estimate);
        table.negativeLikelihoodRatio(CONFIDENCE).ifPresent(finding::estimate);
        boolean natural = natural(evidence);
        if (natural) {
            table.ppv(CONFIDENCE).ifPresent(finding::estimate);
            table.npv(CONFIDENCE).ifPresent(finding::estimate);
        }
        Optional<String> transport = Transport.of(evidence)
                .flatMap(plan -> table.falsePositiveRate(CONFIDENCE).map(rate -> {
                    finding.estimate(plan.beyondPlan("", rate));
                    return plan.words(rate);
                }));
        int failed = sample.failed().length;
        if (failed > 0) {
            int[] truth = evidence.about().cohort().columns().truth();
            long sick = Arrays.stream(sample.failed()).filter(row -> truth[row] == 1).count();
            finding.estimate(Estimate.exact("failed with the condition", sick, failed));
            finding.estimate(Estimate.exact("failed without it", failed - sick, failed));
        }
        Map<String, Double> floors = evidence.about().study().use().floors();
        List<Outcome> outcomes = new ArrayList<>();
        List<String> words = new ArrayList<>();
        List<String> settle = new ArrayList<>();
        shares.forEach((metric, share) -> {
            Optional<Double> floor = Optional.ofNullable(floors.get(metric));
            share.ifPresent(found -> floor.ifPresent(least -> finding.asksAtLeast(
                    found,
                    least,
                    calls.influence(
                            metric.equals("sensitivity"), evidence.about().cohort().columns().weight()))));
            outcomes.add(share.flatMap(found -> floor.map(least -> Decision.atLeast(found, least)))
                    .orElse(Outcome.NOT_ASSESSABLE));
            words.add(words(metric, share, floor));
            settle(evidence, metric, share, floor).ifPresent(settle::add);
        });
        String reason = String.format(
                Locale.ROOT,
                "At the threshold %.3g: %s%s%s%s.",
                evidence.threshold(),
                String.join("; ", words),
                transport.map(told -> "; " + told).orElse(""),
                failed > 0 ? "; " + failed + " failed cases counted against the model" : "",
                natural ? "" : "; predictive values are left out, since cases are not known to be sampled as they come");
        return finding.outcome(Decision.all(outcomes), reason, String.join(" ", settle));
    }

    private static String words(String metric, Optional<Estimate> share, Optional<Double> floor) {
        String least = floor.map(value -> String.format(Locale.ROOT, "floor %.2f", value)).orElse("no floor declared");
        return share.map(found -> String.format(
                        Locale.ROOT, "%s %.3f (%.3f to %.3f, %s)", metric, found.value(), found.lower(), found.upper(),
                        least))
                .orElse("no " + metric + ", for want of a case " + kind(metric));
    }

    private static Optional<String> settle(
            SubjectEvidence evidence, String metric, Optional<Estimate> share, Optional<Double> floor) {
        if (share.isEmpty()) {
            return Optional.of("Evaluate cases " + kind(metric) + ".");
        }
        if (floor.isEmpty()) {
            return Optional.of("Declare the least acceptable " + metric + " (use: floors).");
        }
        return switch (Decision.atLeast(share.get(), floor.get())) {
            case MET -> Optional.empty();
            case NOT_MET -> Optional.of("Improve the model, or lock another threshold on tuning cases, if " + metric
                    + " can be bought with the other of the two, and evaluate on new cases.");
            default -> Optional.of(MoreCases.of(
                            evidence.about().collecting(),
                            metric.equals("sensitivity") ? Who.SICK : Who.WELL,
                            "cases " + kind(metric))
                    .above(share.get(), floor.get()));
        };
    }

    private static String kind(String metric) {
        return metric.equals("sensitivity") ? "with the condition" : "without the condition";
    }

    /// Whether cases, perhaps after weighting, occur as in care.
    private static boolean natural(SubjectEvidence evidence) {
        return evidence.about().cohort().columns().weight().length > 0
                || evidence.about()
                        .study()
                        .cohort()
                        .sampling()
                        .filter(how -> how == Sampling.CONSECUTIVE || how == Sampling.RANDOM)
                        .isPresent();
    }
}
