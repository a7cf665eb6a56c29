package org.realfm.criteria.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.realfm.imaging.interventions.Edit;
import org.realfm.imaging.interventions.Intervention;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Decision;
import org.realfm.run.Stimulus;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.MaxT;
import org.realfm.stats.Mean;
import org.realfm.stats.ProportionDifference;

/// What edits did to the scores and decisions of cases: the experimental arm of [CausalShortcut].
///
/// @param evidence what was seen
/// @param rows     the cases: those that have a score as they are and after every intervention
/// @param failed   how many cases were left out because they lack one
@SuppressWarnings("ArrayRecordComponent")
record EditEffects(SubjectEvidence evidence, int[] rows, int failed) {

    private static final double CONFIDENCE = 0.95;
    private static final double NORMAL = 1.959964;

    /// One of the two quantities that an edit may change.
    ///
    /// @param name   for estimates
    /// @param level  the quantity itself, of a score
    /// @param change how much it changes between two scores
    private record Quantity(String name, DoubleUnaryOperator level, Change change) {}

    private interface Change {
        double between(double after, double before);
    }

    static EditEffects of(SubjectEvidence evidence, int[] drawn) {
        int[] complete = Arrays.stream(drawn)
                .filter(row -> evidence.score(Stimulus.of(row)).isPresent())
                .filter(row -> CausalShortcut.shown(sick(evidence, row))
                        .allMatch(intervention -> after(evidence, intervention, row).isPresent()))
                .toArray();
        return new EditEffects(evidence, complete, drawn.length - complete.length);
    }

    private static OptionalDouble after(SubjectEvidence evidence, Intervention intervention, int row) {
        return evidence.score(Stimulus.after(intervention, row, 0));
    }

    private static boolean sick(SubjectEvidence evidence, int row) {
        return evidence.about().cohort().columns().truth()[row] == 1;
    }

    int[] patients() {
        int[] patient = evidence.about().cohort().columns().patient();
        return Arrays.stream(rows).map(row -> patient[row]).toArray();
    }

    boolean[] truth() {
        boolean[] truth = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            truth[i] = sick(evidence, rows[i]);
        }
        return truth;
    }

    /// The scores of the films as they are.
    double[] before() {
        return Arrays.stream(rows)
                .mapToDouble(row -> evidence.score(Stimulus.of(row)).orElseThrow())
                .toArray();
    }

    private double[] after(Intervention intervention) {
        return Arrays.stream(rows)
                .mapToDouble(row -> after(evidence, intervention, row).orElseThrow())
                .toArray();
    }

    /// One finding over all edits, and one for each.
    List<Finding> findings(int replicates) {
        List<EditResult> results = results(replicates);
        List<Finding> parts = results.stream().map(result -> result.finding(evidence)).toList();
        return Stream.concat(Stream.of(headline(results, parts)), parts.stream()).toList();
    }

    private List<EditResult> results(int replicates) {
        List<Edit> edits = Edit.standard();
        double[] before = before();
        double threshold = evidence.threshold();
        DoubleUnaryOperator scale = evidence.probabilities() ? score -> score : ranks(before);
        List<Quantity> quantities = List.of(
                new Quantity(
                        "effect",
                        scale,
                        (after, from) -> scale.applyAsDouble(after) - scale.applyAsDouble(from)),
                new Quantity(
                        "decisions changed",
                        score -> score >= threshold ? 1 : 0,
                        (after, from) -> after >= threshold != from >= threshold ? 1 : 0));
        // For each edit and quantity: what the edit does, and what it does beyond the sham.
        List<double[]> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Estimate> shams = new ArrayList<>();
        int[] patients = patients();
        for (Edit edit : edits) {
            double[] with = after(edit);
            double[] without = after(edit.removal());
            double[] sham = after(edit.sham());
            for (Quantity quantity : quantities) {
                double[] own = each(i -> quantity.change.between(with[i], without[i]));
                double[] shamOwn = each(i -> quantity.change.between(sham[i], before[i]));
                columns.add(own);
                columns.add(each(i -> own[i] - shamOwn[i]));
                names.addAll(List.of(quantity.name, quantity.name + " beyond sham"));
                shams.add(Mean.clustered(quantity.name + " of the sham", shamOwn, patients, CONFIDENCE));
            }
        }
        List<Estimate> joint = simultaneous(names, columns, replicates);
        List<Estimate> lesions = quantities.stream().map(quantity -> lesion(quantity, before)).toList();
        List<Estimate> contrasts = quantities.stream().map(quantity -> contrast(quantity, before)).toList();
        List<EditResult> results = new ArrayList<>();
        for (int e = 0; e < edits.size(); e++) {
            results.add(new EditResult(
                    edits.get(e),
                    new EditResult.Response(
                            joint.get(4 * e), joint.get(4 * e + 1), Influence.ofMean(columns.get(4 * e + 1), patients),
                            CausalShortcut.EFFECT, lesions.get(0), contrasts.get(0)),
                    new EditResult.Response(
                            joint.get(4 * e + 2), joint.get(4 * e + 3),
                            Influence.ofMean(columns.get(4 * e + 3), patients), CausalShortcut.FLIPS, lesions.get(1),
                            contrasts.get(1)),
                    shams.get(2 * e)));
        }
        return results;
    }

    /// Scores that are no probabilities count by their rank among those of the films as they are, in [0, 1].
    private static DoubleUnaryOperator ranks(double[] scores) {
        double[] sorted = Arrays.stream(scores).sorted().toArray();
        return score -> {
            long below = 0;
            long equal = 0;
            for (double other : sorted) {
                below += other < score ? 1 : 0;
                equal += other == score ? 1 : 0;
            }
            return (below + 0.5 * equal) / sorted.length;
        };
    }

    private double[] each(IntToDoubleFunction value) {
        return IntStream.range(0, rows.length).mapToDouble(value).toArray();
    }

    private List<Estimate> simultaneous(List<String> names, List<double[]> columns, int replicates) {
        Bootstrap.Plan plan =
                Bootstrap.plan(patients(), truth(), replicates, evidence.seed(CausalShortcut.CARD, 2));
        double[] values = means(columns, plan.ones());
        double[][] drawn = Bootstrap.replicate(plan, counts -> means(columns, counts));
        double[] errors = Bootstrap.standardErrors(drawn);
        for (int q = 0; q < errors.length; q++) {
            if (names.get(q).startsWith("decisions")) {
                errors[q] = Math.max(errors[q], scoreError(columns.get(q)));
            }
        }
        long[] n = new long[errors.length];
        Arrays.fill(n, plan.clusters());
        return MaxT.of(values, errors, drawn, CONFIDENCE).estimates(names, n);
    }

    private static double[] means(List<double[]> columns, int[] counts) {
        double[] sums = new double[columns.size()];
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            total += counts[i];
            if (counts[i] > 0) {
                for (int q = 0; q < sums.length; q++) {
                    sums[q] += counts[i] * columns.get(q)[i];
                }
            }
        }
        for (int q = 0; q < sums.length; q++) {
            sums[q] /= total;
        }
        return sums;
    }

    /// The standard error that Tango's interval implies for changes of -1, 0 and 1: where few decisions change the
    /// bootstrap sees too little.
    private static double scoreError(double[] changes) {
        long more = Arrays.stream(changes).filter(change -> change > 0).count();
        long fewer = Arrays.stream(changes).filter(change -> change < 0).count();
        Estimate tango = ProportionDifference.tango("changes", more, fewer, changes.length, CONFIDENCE);
        return Math.max(tango.upper() - tango.value(), tango.value() - tango.lower()) / NORMAL;
    }

    /// What a lesion in a lung of a well film changes, over both lungs.
    private Estimate lesion(Quantity quantity, double[] before) {
        boolean[] truth = truth();
        int[] patients = patients();
        int[] well = IntStream.range(0, rows.length).filter(i -> !truth[i]).toArray();
        double[] change = Arrays.stream(well)
                .mapToDouble(i -> CausalShortcut.LESIONS.stream()
                        .mapToDouble(lesion -> quantity.change.between(
                                after(evidence, lesion, rows[i]).orElseThrow(), before[i]))
                        .average()
                        .orElseThrow())
                .toArray();
        return Mean.clustered(
                quantity.name + " of a lesion", change, Arrays.stream(well).map(i -> patients[i]).toArray(), CONFIDENCE);
    }

    /// By how much the films of sick and well differ as they are.
    private Estimate contrast(Quantity quantity, double[] before) {
        return ProportionDifference.newcombe(
                "sick minus well", mean(quantity, before, true), mean(quantity, before, false));
    }

    private Estimate mean(Quantity quantity, double[] before, boolean sick) {
        boolean[] truth = truth();
        int[] patients = patients();
        int[] members = IntStream.range(0, rows.length).filter(i -> truth[i] == sick).toArray();
        return Mean.clustered(
                quantity.name,
                Arrays.stream(members).mapToDouble(i -> quantity.level.applyAsDouble(before[i])).toArray(),
                Arrays.stream(members).map(i -> patients[i]).toArray(),
                CONFIDENCE);
    }

    private Finding headline(List<EditResult> results, List<Finding> parts) {
        Outcome outcome = Decision.all(results.stream().map(EditResult::outcome).toList());
        EditResult worst = results.stream()
                .max(Comparator.comparingDouble(result -> Math.abs(result.score().net().value())))
                .orElseThrow();
        Estimate lesion = worst.score().lesion();
        String moved = cells(results, Outcome.NOT_MET);
        String what = moved.isEmpty()
                ? "No edit is shown to move the model on the scale of a lesion; the largest effect on the score beyond the"
                        + " sham's is " + signed(worst.score().net()) + " (" + worst.cell() + ")"
                : "The model follows " + moved + ", which cannot cause the condition; " + worst.cell()
                        + " moves the score by " + signed(worst.score().net()) + " beyond the sham";
        return evidence.finding(CausalShortcut.CARD)
                .asksAll(parts)
                .estimate(worst.score().net().named("largest effect beyond sham"))
                .estimate(lesion)
                .estimate(worst.score().contrast())
                .figure(EditFigure.of(results, lesion))
                .outcome(
                        outcome,
                        what + "; a lesion moves it by " + signed(lesion) + " (" + rows.length + " films"
                                + (failed > 0 ? ", " + failed + " left out on which the model failed" : "") + ").",
                        settle(outcome, cells(results, Outcome.INCONCLUSIVE)));
    }

    private static String cells(List<EditResult> results, Outcome of) {
        return String.join(
                ", ",
                results.stream().filter(result -> result.outcome() == of).map(EditResult::cell).toList());
    }

    private static String settle(Outcome outcome, String open) {
        return switch (outcome) {
            case NOT_MET -> "Train on films where the attribute says nothing of the truth, or detect it and refuse such films.";
            case INCONCLUSIVE -> "Show more cases (limits: cases-per-probe), or make the model steadier against: " + open + ".";
            default -> "";
        };
    }

    static String signed(Estimate estimate) {
        return String.format(
                Locale.ROOT, "%+.3f (%+.3f to %+.3f)", estimate.value(), estimate.lower(), estimate.upper());
    }
}
