package org.realfm.criteria.technical;

import static org.realfm.criteria.technical.CalibrationCriterion.CONFIDENCE;
import static org.realfm.criteria.technical.CalibrationCriterion.HIGHEST;
import static org.realfm.criteria.technical.CalibrationCriterion.LOWEST;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Decision;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Estimate;
import org.realfm.stats.MetaAnalysis;
import org.realfm.study.Grouping;

/// Calibration in groups of people and at sites.
final class CalibrationParts {

    private static final double NORMAL = 1.959963984540054;

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

    /// One finding a declared group of people.
    static List<Finding> groups(SubjectEvidence evidence, Card card) {
        List<String> cells = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (Grouping grouping : evidence.about().cohort().columns().groups()) {
            for (int label = 0; label < grouping.labels().size(); label++) {
                int wanted = label;
                Sample sample = evidence.evaluation().where(row -> grouping.of()[row] == wanted);
                if (sample.size() > 0) {
                    cells.add(grouping.cell(label));
                    samples.add(sample);
                }
            }
        }
        double confidence = 1 - (1 - CONFIDENCE) / Math.max(1, cells.size());
        return IntStream.range(0, cells.size())
                .mapToObj(g -> group(evidence, card, cells.get(g), samples.get(g), confidence))
                .toList();
    }

    private static Finding group(
            SubjectEvidence evidence, Card card, String cell, Sample sample, double confidence) {
        Optional<Estimate> alone = observedExpected(sample, CONFIDENCE, "O/E");
        Optional<Estimate> among = observedExpected(sample, confidence, "O/E, all groups at once");
        if (alone.isEmpty() || among.isEmpty()) {
            return CalibrationCriterion.begin(evidence, card)
                    .cell(cell)
                    .notAssessable("Every probability is 0 in this group.", "Evaluate more cases of this group.");
        }
        Outcome outcome = within(among.get()) == Outcome.NOT_MET
                ? Outcome.NOT_MET
                : within(alone.get()) == Outcome.MET ? Outcome.MET : Outcome.INCONCLUSIVE;
        Estimate shown = outcome == Outcome.MET ? alone.get() : among.get();
        return CalibrationCriterion.begin(evidence, card)
                .cell(cell)
                .estimate(alone.get())
                .estimate(among.get())
                .outcome(
                        outcome,
                        String.format(
                                Locale.ROOT,
                                "%s is %.3f (%.3f to %.3f) in %d cases, %d with the condition; allowed are %.2f to %.2f.",
                                shown.name(), shown.value(), shown.lower(), shown.upper(), sample.size(),
                                sample.positives(), LOWEST.value(), HIGHEST.value()),
                        switch (outcome) {
                            case MET -> "";
                            case NOT_MET -> "Recalibrate for this group, or do not show probabilities there.";
                            default -> MoreCases.within(
                                    alone.get(), LOWEST.value(), HIGHEST.value(), "cases of this group");
                        });
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
