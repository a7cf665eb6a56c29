package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.realfm.imaging.interventions.Corruption.Kind;
import org.realfm.run.Stimulus;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;

/// Performance at every severity of every kind of corruption, on the same cases.
///
/// @param cases         the cases of each kind at severity 0 (films as they are), 1, ..., 5
/// @param retention     AUROC(s) / AUROC(0) of each kind at severity 1, ..., 5; empty where AUROC(0) is not shown to be
///                      above chance
/// @param relativeError the loss of AUROC summed over severities over the comparator's, where there is an interactive
///                      comparator that loses some
record CorruptionCurves(
        Map<Kind, List<ScoredCases>> cases,
        Map<Kind, List<Estimate>> retention,
        Map<Kind, Estimate> relativeError) {

    static final double CONFIDENCE = 0.95;

    private static final int SEVERITIES = NaturalSeverity.GROSSEST;

    /// A loss of the comparator this small, summed over severities, is nothing to compare with.
    private static final double NEGLIGIBLE = 0.005;

    /// What the model, and its comparator, said of the corrupted films of these cases.
    static CorruptionCurves of(SubjectEvidence evidence, ScoredCases clean, int replicates) {
        Map<Kind, List<ScoredCases>> own = new EnumMap<>(Kind.class);
        Map<Kind, List<ScoredCases>> comparators = new EnumMap<>(Kind.class);
        boolean compared = false;
        for (Kind kind : Kind.values()) {
            List<ScoredCases> mine = new ArrayList<>(List.of(clean));
            List<ScoredCases> theirs = new ArrayList<>(List.of(ScoredCases.of(
                    evidence, clean.rows(), row -> evidence.comparatorScore(Stimulus.of(row)))));
            for (int s = 1; s <= SEVERITIES; s++) {
                int severity = s;
                mine.add(ScoredCases.of(evidence, clean.rows(), row ->
                        evidence.score(Corruptions.corrupted(evidence.about().study(), kind, severity, row))));
                ScoredCases their = ScoredCases.of(evidence, clean.rows(), row ->
                        evidence.comparatorScore(Corruptions.corrupted(evidence.about().study(), kind, severity, row)));
                compared |= their.failed() < their.size();
                theirs.add(their);
            }
            own.put(kind, mine);
            comparators.put(kind, theirs);
        }
        return resampled(own, compared ? Optional.of(comparators) : Optional.empty(),
                Bootstrap.plan(clean.patient(), clean.truth(), replicates, evidence.seed(Corruptions.CARD, 0)));
    }

    /// AUROC at each severity of each kind, for bootstrap counts: `[kind x 6 + severity]`.
    private static double[] aurocs(List<FloorMeasure.Weighted> measures, int[] counts) {
        return measures.stream().mapToDouble(m -> m.value(i -> counts[i])).toArray();
    }

    private static List<FloorMeasure.Weighted> ranked(Map<Kind, List<ScoredCases>> cases) {
        return cases.values().stream()
                .flatMap(List::stream)
                .map(FloorMeasure.AUROC::weighted)
                .toList();
    }

    private static CorruptionCurves resampled(
            Map<Kind, List<ScoredCases>> own, Optional<Map<Kind, List<ScoredCases>>> comparators, Bootstrap.Plan plan) {
        List<FloorMeasure.Weighted> mine = ranked(own);
        List<FloorMeasure.Weighted> theirs =
                comparators.map(CorruptionCurves::ranked).orElse(List.of());
        double[] value = aurocs(mine, plan.ones());
        double[] other = aurocs(theirs, plan.ones());
        double[][] replicates = Bootstrap.replicate(plan, counts -> aurocs(mine, counts));
        double[][] others = theirs.isEmpty()
                ? new double[replicates.length][0]
                : Bootstrap.replicate(plan, counts -> aurocs(theirs, counts));
        Map<Kind, List<Estimate>> retention = new EnumMap<>(Kind.class);
        Map<Kind, Estimate> relative = new EnumMap<>(Kind.class);
        boolean ranks = FloorMeasure.AUROC
                .estimate(own.values().iterator().next().getFirst(), CONFIDENCE)
                .map(auroc -> auroc.lower() > 0.5)
                .orElse(false);
        for (Kind kind : own.keySet()) {
            int at = kind.ordinal() * (SEVERITIES + 1);
            retention.put(kind, !ranks ? List.of() : IntStream.rangeClosed(1, SEVERITIES)
                    .mapToObj(s -> Bootstrap.percentile(
                            String.format(Locale.ROOT, "auroc retained at severity %d", s),
                            value[at + s] / value[at],
                            Arrays.stream(replicates).mapToDouble(r -> r[at + s] / r[at]).toArray(),
                            CONFIDENCE,
                            plan.clusters()))
                    .toList());
            if (!theirs.isEmpty()) {
                OptionalDouble ratio = ratio(value, other, at);
                double[] ratios = IntStream.range(0, replicates.length)
                        .mapToDouble(b -> ratio(replicates[b], others[b], at).orElse(Double.NaN))
                        .toArray();
                long undefined = Arrays.stream(ratios).filter(Double::isNaN).count();
                if (ratio.isPresent() && undefined <= 0.05 * ratios.length) {
                    relative.put(kind, Bootstrap.percentile(
                            "relative corruption error", ratio.getAsDouble(), ratios, CONFIDENCE, plan.clusters()));
                }
            }
        }
        return new CorruptionCurves(own, retention, relative);
    }

    private static OptionalDouble ratio(double[] own, double[] other, int at) {
        double lost = lost(other, at);
        return lost > NEGLIGIBLE ? OptionalDouble.of(lost(own, at) / lost) : OptionalDouble.empty();
    }

    private static double lost(double[] auroc, int at) {
        return IntStream.rangeClosed(1, SEVERITIES).mapToDouble(s -> auroc[at] - auroc[at + s]).sum();
    }

    /// A measure at severity 0, 1, ..., 5 of a kind. Both classes are present.
    List<Estimate> curve(Kind kind, FloorMeasure measure, double confidence) {
        return cases.getOrDefault(kind, List.of()).stream()
                .map(at -> measure.estimate(at, confidence).orElseThrow())
                .toList();
    }

    /// The largest number of cases on which the model failed at one severity of a kind.
    long failed(Kind kind) {
        return cases.getOrDefault(kind, List.of()).stream()
                .mapToLong(ScoredCases::failed)
                .max()
                .orElse(0);
    }
}
