package org.realfm.criteria.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.run.Calls;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.Proportion;
import org.realfm.stats.RankedScores;
import org.realfm.stats.dependence.StandardisedDifference;
import org.realfm.stats.dependence.Weighting;
import org.realfm.stats.shift.PopulationStability;
import org.realfm.study.Cohort;
import org.realfm.study.Grouping;
import org.realfm.study.Split;

/// `data.representativeness.demographics`: who is in the evidence?
public final class Demographics implements Criterion.OfSubject {

    static final Card.Threshold RATIO =
            new Card.Threshold("least representation ratio of a stratum", 0.5, Card.Basis.CONVENTION);
    static final Card.Threshold SHARE = new Card.Threshold(
            "target share from which on a stratum counts", 0.05, Card.Basis.CONVENTION);
    static final Card.Threshold DIFFERENCE =
            new Card.Threshold("largest standardised difference", 0.25, Card.Basis.CONVENTION);
    static final Card.Threshold EFFECTIVE =
            new Card.Threshold("least effective share of the sample after weighting", 0.5, Card.Basis.CONVENTION);
    static final Card.Threshold UNKNOWN =
            new Card.Threshold("largest share of patients whose group is unknown", 0.10, Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("data.representativeness.demographics")),
            "Evaluated patients against the target marginals of the intended use. Per stratum the representation ratio"
                    + " RR = p/q. Per attribute the standardised difference sqrt(d' S^-1 d) and, shown only, the population"
                    + " stability index. Weights q/p (raking where several attributes are named) and Kish's"
                    + " n_eff = (sum w)^2 / sum w^2; AUROC, sensitivity and specificity raw and re-weighted. The share of"
                    + " patients whose group is unknown, overall and at each site.",
            "Wilson for shares and, over the target share, for RR; bootstrap of patients (2,000 replicates, fewer of large samples) for the"
                    + " standardised difference, corrected for what chance adds to a distance, and the re-weighted AUROC; Wilson at n_eff for re-weighted shares.",
            "A stratum with a target share of at least 5% is met if the lower limit of RR is at least 0.5 and not met if the"
                    + " upper limit is below. The whole is met if the upper limit of every standardised difference is at most"
                    + " 0.25, n_eff/n is at least 0.5, and the upper limit of the unknown share is at most 10%. E2 at most:"
                    + " who set the target marginals is not recorded. The training corpus is asked for by the data sheet.",
            List.of(RATIO, SHARE, DIFFERENCE, EFFECTIVE, UNKNOWN),
            List.of(
                    "Austin 2009 doi:10.1002/sim.3697",
                    "Yang & Dalton 2012, SAS Global Forum paper 335",
                    "Alderman 2025 doi:10.1016/S2589-7500(24)00224-3",
                    "Deming & Stephan 1940 doi:10.1214/aoms/1177731829"),
            "A headline metric earned on a population the clinic does not see; \"unknown\" used to hide a missing group.");

    private static final double CONFIDENCE = 0.95;
    /// Standardised differences beyond it are not told apart.
    private static final double FARTHEST = 10;

    private final int replicates;

    public Demographics() {
        this(Bootstrap.REPLICATES);
    }

    /// @param replicates of the bootstrap; controls use fewer
    public Demographics(int replicates) {
        this.replicates = replicates;
    }

    @Override
    public Card card() {
        return CARD;
    }

    /// One attribute with its target: for each evaluated patient the index of its stratum, -1 where unknown or where the
    /// target has no such stratum.
    private record Attribute(String column, List<String> labels, double[] target, int[] stratum) {

        long unknown() {
            return Arrays.stream(stratum).filter(s -> s < 0).count();
        }

        long count(int label) {
            return Arrays.stream(stratum).filter(s -> s == label).count();
        }

        String cell(int label) {
            return column + "=" + labels.get(label);
        }

        /// Shares of the strata among patients whose stratum is known, each counted so often.
        double[] shares(int[] counts) {
            double[] share = new double[labels.size()];
            double known = 0;
            for (int i = 0; i < stratum.length; i++) {
                if (stratum[i] >= 0) {
                    share[stratum[i]] += counts[i];
                    known += counts[i];
                }
            }
            double total = known;
            return Arrays.stream(share).map(s -> s / Math.max(1, total)).toArray();
        }
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        Map<String, Map<String, Double>> population = evidence.about().study().use().population();
        if (population.isEmpty()) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "Nobody has said whom the intended use will meet.",
                            "Declare the target shares of the attributes that matter (use: population), for example from"
                                    + " the registry of the site, and the columns that hold them (cohort: groups)."));
        }
        Cohort cohort = evidence.about().cohort();
        int[] rows = Patients.firstRows(cohort, cohort.rows(Split.EVALUATE));
        List<Finding> findings = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        new TreeMap<>(population).forEach((column, target) -> {
            Optional<Grouping> grouping = cohort.columns().groups().stream()
                    .filter(each -> each.column().equals(column))
                    .findFirst();
            if (grouping.isEmpty()) {
                findings.add(evidence.finding(CARD)
                        .cell(column)
                        .notAssessable(
                                "The target names " + column + ", which is no group of the table.",
                                "Add the column to the table and to cohort: groups."));
            } else {
                attributes.add(attribute(grouping.get(), target, rows));
            }
        });
        List<Finding> strata = new ArrayList<>();
        for (Attribute attribute : attributes) {
            for (int label = 0; label < attribute.labels.size(); label++) {
                if (attribute.target[label] >= SHARE.value()) {
                    strata.add(stratum(evidence, attribute, label));
                }
            }
        }
        if (!attributes.isEmpty()) {
            findings.addFirst(whole(evidence, attributes, rows));
            findings.addAll(strata);
        }
        return findings;
    }

    private static Attribute attribute(Grouping grouping, Map<String, Double> target, int[] rows) {
        List<String> labels = new TreeMap<>(target).keySet().stream().toList();
        return new Attribute(
                grouping.column(),
                labels,
                labels.stream().mapToDouble(target::get).toArray(),
                Arrays.stream(rows)
                        .map(row -> grouping.of()[row] < 0 ? -1 : stratum(labels, grouping.labels().get(grouping.of()[row])))
                        .toArray());
    }

    /// The target's group of that name, whatever its case; -1 if there is none.
    private static int stratum(List<String> labels, String name) {
        return IntStream.range(0, labels.size())
                .filter(k -> labels.get(k).strip().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElse(-1);
    }

    private static Finding stratum(SubjectEvidence evidence, Attribute attribute, int label) {
        long count = attribute.count(label);
        long known = attribute.stratum.length - attribute.unknown();
        FindingBuilder finding = capped(evidence).cell(attribute.cell(label));
        double target = attribute.target[label];
        if (known == 0) {
            return finding.notAssessable(
                    "The " + attribute.column + " of no evaluated patient is among those of the target.",
                    "Write the groups in the table as under use: population.");
        }
        Estimate ratio = Weighting.representationRatio("representation ratio", count, known, target, CONFIDENCE);
        Outcome outcome = Decision.atLeast(ratio, RATIO.value());
        String reason = String.format(
                Locale.ROOT,
                "%d of %d evaluated patients (%.1f%%), %.1f%% in the target: represented %.2f-fold (%.2f to %.2f).%s",
                count, known, 100.0 * count / known, 100 * target, ratio.value(), ratio.lower(), ratio.upper(),
                outcome == Outcome.NOT_MET ? " This evidence does not speak of them; they are outside its scope." : "");
        long wanted = (long) Math.ceil(target * known) - count;
        return finding.estimate(ratio)
                .asksAtLeast(ratio, RATIO.value(), Influence.unknown())
                .outcome(
                        outcome,
                        reason,
                        outcome == Outcome.MET
                                ? ""
                                : "Evaluate about " + Math.max(1, wanted) + " more of these patients, or leave them out of"
                                        + " the scope of the use.");
    }

    private static FindingBuilder capped(SubjectEvidence evidence) {
        return evidence.finding(CARD).cappedAt(Grade.E2, "who set the target marginals is not recorded");
    }

    private Finding whole(SubjectEvidence evidence, List<Attribute> attributes, int[] rows) {
        FindingBuilder finding = capped(evidence);
        List<Outcome> parts = new ArrayList<>();
        List<String> words = new ArrayList<>();
        int[] patients = IntStream.range(0, rows.length).toArray();
        Bootstrap.Plan plan = Bootstrap.plan(
                patients, Bootstrap.affordable(replicates, patients.length), evidence.seed(CARD, 0));
        for (Attribute attribute : attributes) {
            Estimate unknown = Proportion.wilson(
                    "unknown " + attribute.column, attribute.unknown(), rows.length, CONFIDENCE);
            finding.estimate(unknown).asksAtMost(unknown, UNKNOWN.value(), Influence.unknown());
            parts.add(Decision.atMost(unknown, UNKNOWN.value()));
            words.add(String.format(
                    Locale.ROOT, "%s unknown in %.1f%%", attribute.column, 100 * unknown.value()));
            unknownBySite(evidence, attribute, rows).forEach(finding::estimate);
            difference(attribute, plan).ifPresent(difference -> {
                finding.estimate(difference).asksAtMost(difference, DIFFERENCE.value(), Influence.unknown());
                parts.add(Decision.atMost(difference, DIFFERENCE.value()));
                words.add(String.format(
                        Locale.ROOT,
                        "standardised difference of %s %.2f (%.2f to %.2f, at most 0.25)",
                        attribute.column, difference.value(), difference.lower(), difference.upper()));
                finding.estimate(Estimate.exact(
                        "population stability index of " + attribute.column,
                        PopulationStability.ofShares(
                                attribute.shares(ones(rows.length)), normalised(attribute.target), 1e-4),
                        rows.length));
            });
        }
        Optional<double[]> weights = weights(attributes);
        weights.ifPresent(weight -> {
            double effective = Weighting.effectiveSize(weight) / weight.length;
            Estimate share = Estimate.exact("n_eff / n", effective, weight.length);
            finding.estimate(share).asksAtLeast(share, EFFECTIVE.value(), Influence.unknown());
            parts.add(Decision.atLeast(share, EFFECTIVE.value()));
            words.add(String.format(Locale.ROOT, "%.0f%% of the sample left after weighting", 100 * effective));
            reweighted(evidence, weight, rows).forEach(finding::estimate);
        });
        if (weights.isEmpty()) {
            words.add("weights cannot be made, since a stratum of the target has no known patient");
        }
        finding.figure(figure(attributes));
        Outcome outcome = Decision.all(parts);
        return finding.outcome(
                outcome,
                rows.length + " evaluated patients: " + String.join("; ", words) + ".",
                outcome == Outcome.MET ? "" : "Evaluate patients in the shares of the target, and record their groups.");
    }

    private static Optional<Estimate> difference(Attribute attribute, Bootstrap.Plan plan) {
        if (attribute.labels.size() < 2 || attribute.unknown() == attribute.stratum.length) {
            return Optional.empty();
        }
        double[] target = normalised(attribute.target);
        double plain = distance(attribute.shares(plan.ones()), target);
        double[] squares = Bootstrap.column(
                Bootstrap.replicate(plan, counts -> {
                    double d = distance(attribute.shares(counts), target);
                    return new double[] {d * d};
                }),
                0);
        // A distance is never negative, so chance alone makes it positive, by about (k - 1)/n in its square: taken out of
        // the square once of the estimate and twice of the replicates.
        double chance = Math.max(0, Arrays.stream(squares).average().orElse(0) - plain * plain);
        double[] corrected =
                Arrays.stream(squares).map(d2 -> Math.sqrt(Math.max(0, d2 - 2 * chance))).toArray();
        double value = Math.sqrt(Math.max(0, plain * plain - chance));
        return Optional.of(Bootstrap.percentile(
                "standardised difference of " + attribute.column, value, corrected, CONFIDENCE, plan.clusters()));
    }

    private static double distance(double[] shares, double[] target) {
        if (Arrays.stream(shares).sum() == 0) {
            return FARTHEST;
        }
        try {
            return Math.min(FARTHEST, StandardisedDifference.ofShares(shares, target));
        } catch (IllegalArgumentException nothingInCommon) {
            return FARTHEST;
        }
    }

    /// Target shares are declared to six digits; arithmetic wants them to sum to 1.
    private static double[] normalised(double[] target) {
        double sum = Arrays.stream(target).sum();
        return Arrays.stream(target).map(share -> share / sum).toArray();
    }

    private static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static List<Estimate> unknownBySite(SubjectEvidence evidence, Attribute attribute, int[] rows) {
        Cohort.Columns columns = evidence.about().cohort().columns();
        List<Estimate> estimates = new ArrayList<>();
        for (int s = 0; s < columns.sites().size(); s++) {
            int site = s;
            int[] here = IntStream.range(0, rows.length)
                    .filter(i -> columns.site()[rows[i]] == site)
                    .toArray();
            if (here.length > 0) {
                long unknown = Arrays.stream(here).filter(i -> attribute.stratum[i] < 0).count();
                estimates.add(Proportion.wilson(
                        "unknown " + attribute.column + " at " + columns.sites().get(s), unknown, here.length, CONFIDENCE));
            }
        }
        return estimates;
    }

    /// Weights of the patients under which known strata have their target shares; a patient with an unknown stratum has
    /// weight 0. Empty where a stratum with a target share has no patient.
    private static Optional<double[]> weights(List<Attribute> attributes) {
        int n = attributes.getFirst().stratum.length;
        int[] known = IntStream.range(0, n)
                .filter(i -> attributes.stream().allMatch(a -> a.stratum[i] >= 0))
                .toArray();
        List<int[]> categories = new ArrayList<>();
        List<double[]> targets = new ArrayList<>();
        for (Attribute attribute : attributes) {
            int[] category = Arrays.stream(known).map(i -> attribute.stratum[i]).toArray();
            boolean complete = IntStream.range(0, attribute.labels.size())
                    .filter(label -> attribute.target[label] > 0)
                    .allMatch(label -> Arrays.stream(category).anyMatch(c -> c == label));
            if (!complete) {
                return Optional.empty();
            }
            categories.add(category);
            targets.add(normalised(attribute.target));
        }
        double[] raked;
        try {
            raked = Weighting.rake(categories, targets, 1e-9);
        } catch (IllegalArgumentException cannotBeReachedTogether) {
            return Optional.empty();
        }
        double[] weight = new double[n];
        IntStream.range(0, known.length).forEach(k -> weight[known[k]] = raked[k]);
        return Optional.of(weight);
    }

    private List<Estimate> reweighted(SubjectEvidence evidence, double[] weight, int[] rows) {
        Cohort cohort = evidence.about().cohort();
        int[] patient = cohort.columns().patient();
        double[] ofPatient = new double[1 + Arrays.stream(patient).max().orElse(-1)];
        IntStream.range(0, rows.length).forEach(i -> ofPatient[patient[rows[i]]] = weight[i]);
        double[] ofRow = Arrays.stream(patient).mapToDouble(p -> ofPatient[p]).toArray();
        Sample sample = evidence.evaluation()
                .byPatient(evidence.about().study().cohort().aggregate());
        SequencedMap<String, Estimate> estimates = new LinkedHashMap<>();
        boolean[] truth = new boolean[sample.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = sample.truth()[i] == 1;
        }
        if (sample.size() > 0
                && Bootstrap.smallestClass(sample.patient(), truth) >= Bootstrap.MINIMUM_PER_CLASS) {
            RankedScores ranked = RankedScores.of(sample.score(), truth);
            Bootstrap.Plan plan = Bootstrap.plan(
                    sample.patient(), truth, Bootstrap.affordable(replicates, sample.size()), evidence.seed(CARD, 1));
            estimates.put("raw", Bootstrap.percentile(
                    "auroc", plan, counts -> ranked.auroc(i -> counts[i]), CONFIDENCE));
            estimates.put("weighted", Bootstrap.percentile(
                    "auroc, re-weighted", plan, counts -> ranked.auroc(i -> counts[i] * ofRow[sample.rows()[i]]),
                    CONFIDENCE));
        }
        Sample all = evidence.evaluation();
        Sample counted = all.where(row -> ofRow[row] > 0);
        List<Estimate> list = new ArrayList<>(estimates.values());
        if (counted.size() + counted.failed().length > 0) {
            Calls.of(evidence, all).table().sensitivity(CONFIDENCE).ifPresent(list::add);
            Calls.of(evidence, all).table().specificity(CONFIDENCE).ifPresent(list::add);
            Calls weighted = Calls.of(evidence, counted);
            weighted.weighted(ofRow).sensitivity(CONFIDENCE)
                    .ifPresent(e -> list.add(e.named("sensitivity, re-weighted")));
            weighted.weighted(ofRow).specificity(CONFIDENCE)
                    .ifPresent(e -> list.add(e.named("specificity, re-weighted")));
        }
        return list;
    }

    private static Figure figure(List<Attribute> attributes) {
        List<String> names = new ArrayList<>();
        List<Double> value = new ArrayList<>();
        List<Double> lower = new ArrayList<>();
        List<Double> upper = new ArrayList<>();
        for (Attribute attribute : attributes) {
            long known = attribute.stratum.length - attribute.unknown();
            for (int label = 0; label < attribute.labels.size(); label++) {
                if (known > 0 && attribute.target[label] > 0) {
                    Estimate ratio = Weighting.representationRatio(
                            "RR", attribute.count(label), known, attribute.target[label], CONFIDENCE);
                    names.add(attribute.cell(label));
                    value.add(ratio.value());
                    lower.add(ratio.lower());
                    upper.add(ratio.upper());
                }
            }
        }
        return new Figure(
                Figure.Kind.FOREST,
                "representation",
                "Share of the evaluated patients over share of the target",
                Figure.Axis.fitted("representation ratio"),
                Figure.Axis.fitted(""),
                List.of(Figure.Series.rows("representation ratio", names, value, lower, upper)),
                List.of(new Figure.Mark("least", RATIO.value()), new Figure.Mark("as in the target", 1)));
    }
}
