package org.realfm.criteria.technical;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
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

    /// What the model, and its comparator where it was shown them, said of the corrupted films of these cases.
    static CorruptionCurves of(SubjectEvidence evidence, int[] rows, int replicates) {
        Map<Kind, List<ScoredCases>> own = said(evidence, rows, evidence::score);
        Map<Kind, List<ScoredCases>> comparators = said(evidence, rows, evidence::comparatorScore);
        ScoredCases clean = own.values().iterator().next().getFirst();
        Bootstrap.Plan plan =
                Bootstrap.plan(clean.patient(), clean.truth(), replicates, evidence.seed(Corruptions.CARD, 0));
        Aurocs mine = Aurocs.of(own, plan);
        boolean ranks = FloorMeasure.AUROC.estimate(clean, CONFIDENCE).orElseThrow().lower() > 0.5;
        boolean compared = comparators.values().stream()
                .map(List::getLast)
                .anyMatch(cases -> cases.failed() < cases.size());
        return new CorruptionCurves(
                own,
                ranks ? mine.retention(plan) : Map.of(),
                compared ? mine.relativeTo(Aurocs.of(comparators, plan), plan) : Map.of());
    }

    /// The cases at the severity nearest to this.
    ScoredCases about(Kind kind, double severity) {
        List<ScoredCases> all = Objects.requireNonNull(cases.get(kind));
        return all.get((int) Math.round(Math.min(severity, SEVERITIES)));
    }

    private static Map<Kind, List<ScoredCases>> said(
            SubjectEvidence evidence, int[] rows, Function<Stimulus, OptionalDouble> scoreOf) {
        Map<Kind, List<ScoredCases>> said = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            said.put(kind, IntStream.rangeClosed(0, SEVERITIES)
                    .mapToObj(severity -> ScoredCases.of(evidence, rows, row -> scoreOf.apply(severity == 0
                            ? Stimulus.of(row)
                            : Corruptions.corrupted(evidence.about().study(), kind, severity, row))))
                    .toList());
        }
        return said;
    }

    /// AUROCs of all kinds and severities (`kind x 6 + severity`), on the sample and on each bootstrap replicate.
    @SuppressWarnings("ArrayRecordComponent")
    private record Aurocs(double[] sample, double[][] replicates) {

        static Aurocs of(Map<Kind, List<ScoredCases>> cases, Bootstrap.Plan plan) {
            List<FloorMeasure.Weighted> each = cases.values().stream()
                    .flatMap(List::stream)
                    .map(FloorMeasure.AUROC::weighted)
                    .toList();
            Function<int[], double[]> aurocs =
                    counts -> each.stream().mapToDouble(m -> m.value(i -> counts[i])).toArray();
            return new Aurocs(aurocs.apply(plan.ones()), Bootstrap.replicate(plan, aurocs));
        }

        Map<Kind, List<Estimate>> retention(Bootstrap.Plan plan) {
            Map<Kind, List<Estimate>> retention = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                int at = first(kind);
                retention.put(kind, IntStream.rangeClosed(1, SEVERITIES)
                        .mapToObj(s -> Bootstrap.percentile(
                                String.format(Locale.ROOT, "auroc retained at severity %d", s),
                                sample[at + s] / sample[at],
                                Arrays.stream(replicates).mapToDouble(r -> r[at + s] / r[at]).toArray(),
                                CONFIDENCE,
                                plan.clusters()))
                        .toList());
            }
            return retention;
        }

        Map<Kind, Estimate> relativeTo(Aurocs comparator, Bootstrap.Plan plan) {
            Map<Kind, Estimate> relative = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                double value = ratio(sample, comparator.sample, kind);
                double[] drawn = IntStream.range(0, replicates.length)
                        .mapToDouble(b -> ratio(replicates[b], comparator.replicates[b], kind))
                        .toArray();
                long undefined = Arrays.stream(drawn).filter(Double::isNaN).count();
                if (!Double.isNaN(value) && undefined <= 0.05 * drawn.length) {
                    relative.put(kind, Bootstrap.percentile(
                            "relative corruption error", value, drawn, CONFIDENCE, plan.clusters()));
                }
            }
            return relative;
        }

        /// Where the AUROCs of a kind begin.
        private static int first(Kind kind) {
            return List.of(Kind.values()).indexOf(kind) * (SEVERITIES + 1);
        }

        /// NaN where the comparator loses nothing.
        private static double ratio(double[] own, double[] other, Kind kind) {
            double lost = lost(other, kind);
            return lost > NEGLIGIBLE ? lost(own, kind) / lost : Double.NaN;
        }

        private static double lost(double[] auroc, Kind kind) {
            int at = first(kind);
            return IntStream.rangeClosed(1, SEVERITIES).mapToDouble(s -> auroc[at] - auroc[at + s]).sum();
        }
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
