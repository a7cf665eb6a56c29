package org.realfm.criteria.technical;

import static org.realfm.criteria.technical.CalibrationCriterion.CONFIDENCE;
import static org.realfm.criteria.technical.CalibrationCriterion.HIGHEST;
import static org.realfm.criteria.technical.CalibrationCriterion.LOWEST;
import static org.realfm.criteria.technical.PatientScores.NORMAL;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Collecting.Who;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.MetaAnalysis;
import org.realfm.study.Grouping;

/// Calibration in groups of people and at sites.
final class CalibrationParts {

    private CalibrationParts() {}

    static boolean[] truth(Sample sample) {
        boolean[] truth = new boolean[sample.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = sample.truth()[i] == 1;
        }
        return truth;
    }

    static Figure distributions(Sample sample) {
        return Figures.distributions(
                "risks", "Probabilities of cases with and without the condition", sample.score(), truth(sample));
    }

    static List<Figure.Mark> limits() {
        return List.of(
                new Figure.Mark("lowest", LOWEST.value()), new Figure.Mark("ideal", 1),
                new Figure.Mark("highest", HIGHEST.value()));
    }

    /// O/E of cases; empty where none is scored or no event is expected.
    private static Optional<Estimate> observedExpected(Sample sample, double confidence, String name) {
        return sample.size() == 0 || Arrays.stream(sample.score()).sum() == 0
                ? Optional.empty()
                : Optional.of(CalibrationCriterion.of(sample).observedExpected(confidence).named(name));
    }

    /// How much each case moves O/E, up to a factor: o - (O/E) e.
    static Influence influence(Sample sample, double ratio) {
        double[] excess = new double[sample.size()];
        Arrays.setAll(excess, i -> sample.truth()[i] - ratio * sample.score()[i]);
        return sample.weight().length == 0
                ? Influence.ofMean(excess, sample.patient())
                : Influence.ofMean(excess, sample.weight(), sample.patient());
    }

    /// A declared group of people, or a site.
    private record Part(String cell, boolean declared, Sample sample) {}

    /// One finding a declared group of people, and one a site whose probabilities are shown to be wrong.
    static List<Finding> findings(SubjectEvidence evidence, Card card) {
        List<Part> parts = new ArrayList<>();
        for (Grouping grouping : evidence.about().cohort().columns().groups()) {
            for (int label = 0; label < grouping.labels().size(); label++) {
                int wanted = label;
                parts.add(new Part(
                        grouping.cell(label), true, evidence.evaluation().where(row -> grouping.of()[row] == wanted)));
            }
        }
        int[] siteOf = evidence.about().cohort().columns().site();
        List<String> sites = evidence.about().cohort().columns().sites();
        for (int s = 0; s < sites.size() && sites.size() > 1; s++) {
            int wanted = s;
            parts.add(new Part(
                    "site=" + sites.get(s), false, evidence.evaluation().where(row -> siteOf[row] == wanted)));
        }
        parts.removeIf(part -> part.sample.size() == 0);
        double confidence = 1 - (1 - CONFIDENCE) / Math.max(1, 2 * parts.size());
        return parts.stream()
                .flatMap(part -> finding(evidence, card, part, confidence).stream())
                .toList();
    }

    private static Optional<Finding> finding(SubjectEvidence evidence, Card card, Part part, double confidence) {
        FindingBuilder finding = CalibrationCriterion.begin(evidence, card).cell(part.cell);
        Optional<Estimate> alone = observedExpected(part.sample, CONFIDENCE, "O/E");
        if (alone.isEmpty()) {
            return part.declared
                    ? Optional.of(finding.notAssessable(
                            "Every probability is 0 in this group.", "Evaluate more cases of this group."))
                    : Optional.empty();
        }
        List<Estimate> among = new ArrayList<>();
        observedExpected(part.sample, confidence, "O/E, all parts at once").ifPresent(among::add);
        if (Bootstrap.smallestClass(part.sample.patient(), truth(part.sample)) >= Bootstrap.MINIMUM_PER_CLASS) {
            CalibrationCriterion.of(part.sample)
                    .slope(confidence)
                    .map(slope -> slope.named("calibration slope, all parts at once"))
                    .ifPresent(among::add);
        }
        Optional<Estimate> wrong =
                among.stream().filter(each -> within(each) == Outcome.NOT_MET).findFirst();
        if (wrong.isEmpty() && !part.declared) {
            return Optional.empty();
        }
        Outcome outcome = wrong.isPresent()
                ? Outcome.NOT_MET
                : within(alone.get()) == Outcome.MET ? Outcome.MET : Outcome.INCONCLUSIVE;
        Estimate shown = wrong.orElse(alone.get());
        if (part.declared) {
            finding.asks(alone.get(), LOWEST.value(), HIGHEST.value(), influence(part.sample, alone.get().value()));
        }
        wrong.ifPresent(each -> finding.asks(each, LOWEST.value(), HIGHEST.value(), Influence.unknown()));
        return Optional.of(finding.estimate(alone.get())
                .estimates(among)
                .outcome(
                        outcome,
                        String.format(
                                Locale.ROOT,
                                "%s is %.3f (%.3f to %.3f) in %d cases, %d with the condition; allowed are %.2f to %.2f.",
                                shown.name(), shown.value(), shown.lower(), shown.upper(), part.sample.size(),
                                part.sample.positives(), LOWEST.value(), HIGHEST.value()),
                        switch (outcome) {
                            case MET -> "";
                            case NOT_MET -> "Recalibrate for these patients, or do not show them probabilities.";
                            default -> new MoreCases(
                                            evidence.about().collecting(), Who.ALL, share(evidence, part),
                                            "cases of this group")
                                    .within(alone.get(), LOWEST.value(), HIGHEST.value());
                        }));
    }

    private static double share(SubjectEvidence evidence, Part part) {
        return (double) part.sample.size() / evidence.evaluation().size();
    }

    private static Outcome within(Estimate estimate) {
        return Decision.within(estimate, LOWEST.value(), HIGHEST.value());
    }

    /// O/E and slope of each site and, from three on, over sites and at a new one; empty with fewer than two sites.
    static List<Estimate> sites(SubjectEvidence evidence, Sample all) {
        int[] siteOf = evidence.about().cohort().columns().site();
        List<String> names = evidence.about().cohort().columns().sites();
        List<Estimate> ratios = new ArrayList<>();
        List<Estimate> slopes = new ArrayList<>();
        for (int s = 0; s < names.size(); s++) {
            int wanted = s;
            Sample sample = all.where(row -> siteOf[row] == wanted);
            String where = ", site=" + names.get(s);
            observedExpected(sample, CONFIDENCE, "O/E" + where).ifPresent(ratio -> {
                ratios.add(ratio);
                CalibrationCriterion.of(sample)
                        .slope(CONFIDENCE)
                        .ifPresent(slope -> slopes.add(slope.named("slope" + where)));
            });
        }
        if (ratios.size() < 2) {
            return List.of();
        }
        return Stream.of(
                        ratios.stream(),
                        pooled("O/E", ratios.stream().filter(each -> each.lower() > 0).toList(), true),
                        slopes.stream(),
                        pooled("slope", slopes, false))
                .flatMap(each -> each)
                .toList();
    }

    private static Stream<Estimate> pooled(String name, List<Estimate> sites, boolean logarithmic) {
        List<Estimate> known = sites.stream().filter(site -> site.lower() < site.value()).toList();
        if (known.size() < 3) {
            return Stream.empty();
        }
        double[] value = known.stream()
                .mapToDouble(site -> logarithmic ? Math.log(site.value()) : site.value())
                .toArray();
        double[] error = known.stream()
                .mapToDouble(site -> (logarithmic
                                ? Math.log(site.value() / site.lower())
                                : site.value() - site.lower())
                        / NORMAL)
                .toArray();
        MetaAnalysis pooled = MetaAnalysis.pool(name + " over sites", value, error, CONFIDENCE);
        MetaAnalysis back = logarithmic ? pooled.transformed(Math::exp) : pooled;
        return Stream.of(back.mean(), back.prediction().named(name + " at a new site"));
    }
}
