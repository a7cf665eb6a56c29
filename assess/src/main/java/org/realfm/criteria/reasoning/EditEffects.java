package org.realfm.criteria.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.realfm.imaging.interventions.Edit;
import org.realfm.imaging.interventions.Intervention;
import org.realfm.imaging.interventions.Opacity;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Stimulus;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.MaxT;
import org.realfm.stats.Mean;
import org.realfm.stats.ProportionDifference;
import org.realfm.study.Cohort;

/// What edits did to the score of each case: the experimental arm of [CausalShortcut].
///
/// @param edits   the edits
/// @param patient `[case]`
/// @param truth   `[case]`
/// @param effect  `[edit][case]` f(do z=1) - f(do z=0)
/// @param sham    `[edit][case]` f(sham) - f(x)
/// @param flips   `[edit][case]` 1 where do(z) changes the decision, minus 1 where the sham does
/// @param lesion  what a lesion does to each well case
/// @param failed  how many cases had no score on some picture
@SuppressWarnings("ArrayRecordComponent")
record EditEffects(
        List<Edit> edits,
        int[] patient,
        boolean[] truth,
        double[][] effect,
        double[][] sham,
        int[][] flips,
        Estimate lesion,
        int failed) {

    private static final double CONFIDENCE = 0.95;

    /// The effects on these cases; empty if a class is left with too few patients, or the score never changes at all.
    static Optional<EditEffects> observed(SubjectEvidence evidence, int[] rows) {
        Cohort.Columns columns = evidence.about().cohort().columns();
        int[] complete = Arrays.stream(rows)
                .filter(row -> evidence.score(Stimulus.of(row)).isPresent())
                .filter(row -> asked(columns.truth()[row] == 1)
                        .allMatch(edit -> after(evidence, edit, row).isPresent()))
                .toArray();
        int[] patient = Arrays.stream(complete).map(row -> columns.patient()[row]).toArray();
        boolean[] truth = new boolean[complete.length];
        double[] before = new double[complete.length];
        for (int i = 0; i < complete.length; i++) {
            truth[i] = columns.truth()[complete[i]] == 1;
            before[i] = evidence.score(Stimulus.of(complete[i])).orElseThrow();
        }
        boolean constant = Arrays.stream(before).distinct().count() < 2;
        if (Bootstrap.smallestClass(patient, truth) < Bootstrap.MINIMUM_PER_CLASS || constant) {
            return Optional.empty();
        }
        List<Edit> edits = Edit.standard();
        double[][] effect = new double[edits.size()][complete.length];
        double[][] sham = new double[edits.size()][complete.length];
        int[][] flips = new int[edits.size()][complete.length];
        for (int e = 0; e < edits.size(); e++) {
            for (int i = 0; i < complete.length; i++) {
                double with = after(evidence, edits.get(e), complete[i]).orElseThrow();
                double without = after(evidence, edits.get(e).removal(), complete[i]).orElseThrow();
                double shammed = after(evidence, edits.get(e).sham(), complete[i]).orElseThrow();
                effect[e][i] = with - without;
                sham[e][i] = shammed - before[i];
                double t = evidence.threshold();
                flips[e][i] = (with >= t != without >= t ? 1 : 0) - (shammed >= t != before[i] >= t ? 1 : 0);
            }
        }
        return Optional.of(new EditEffects(
                edits, patient, truth, effect, sham, flips, lesion(evidence, complete, before), rows.length - complete.length));
    }

    private static java.util.stream.Stream<Intervention> asked(boolean sick) {
        java.util.stream.Stream<Intervention> edits =
                Edit.standard().stream().flatMap(edit -> java.util.stream.Stream.of(edit, edit.removal(), edit.sham()));
        return sick ? edits : java.util.stream.Stream.concat(edits, CausalShortcut.LESIONS.stream());
    }

    private static OptionalDouble after(SubjectEvidence evidence, Intervention intervention, int row) {
        return evidence.score(Stimulus.after(intervention, row, 0));
    }

    private static Estimate lesion(SubjectEvidence evidence, int[] rows, double[] before) {
        Cohort.Columns columns = evidence.about().cohort().columns();
        int[] well = IntStream.range(0, rows.length)
                .filter(i -> columns.truth()[rows[i]] == 0)
                .toArray();
        List<Opacity> lesions = CausalShortcut.LESIONS;
        double[] change = Arrays.stream(well)
                .mapToDouble(i -> lesions.stream()
                                .mapToDouble(lesion -> after(evidence, lesion, rows[i]).orElseThrow())
                                .average()
                                .orElseThrow()
                        - before[i])
                .toArray();
        int[] patient = Arrays.stream(well).map(i -> columns.patient()[rows[i]]).toArray();
        return Mean.clustered("effect of a lesion", change, patient, CONFIDENCE);
    }

    /// One finding over all edits, and one for each.
    List<Finding> findings(SubjectEvidence evidence, int replicates) {
        List<EditResult> results = results(evidence.seed(CausalShortcut.CARD, 2), replicates);
        List<Finding> findings = new ArrayList<>();
        findings.add(headline(evidence, results));
        results.forEach(result -> findings.add(result.finding(evidence, lesion)));
        return findings;
    }

    private List<EditResult> results(long seed, int replicates) {
        int quantities = 2 * edits.size();
        double[][] quantity = new double[quantities][];
        double[] value = new double[quantities];
        for (int e = 0; e < edits.size(); e++) {
            double[] net = effect[e].clone();
            double[] shamEffect = sham[e];
            Arrays.setAll(net, i -> net[i] - shamEffect[i]);
            quantity[2 * e] = net;
            quantity[2 * e + 1] = Arrays.stream(flips[e]).asDoubleStream().toArray();
        }
        for (int q = 0; q < quantities; q++) {
            value[q] = Arrays.stream(quantity[q]).average().orElseThrow();
        }
        Bootstrap.Plan plan = Bootstrap.plan(patient, truth, replicates, seed);
        double[][] drawn = Bootstrap.replicate(plan, counts -> Arrays.stream(quantity)
                .mapToDouble(values -> weighted(values, counts))
                .toArray());
        double[] errors = Bootstrap.standardErrors(drawn);
        for (int e = 0; e < edits.size(); e++) {
            errors[2 * e + 1] = Math.max(errors[2 * e + 1], flipErrorFloor(flips[e]));
        }
        MaxT joint = MaxT.of(value, errors, drawn, CONFIDENCE);
        long patients = plan.clusters();
        long[] n = new long[quantities];
        Arrays.fill(n, patients);
        List<Estimate> estimates = joint.estimates(
                IntStream.range(0, quantities)
                        .mapToObj(q -> q % 2 == 0 ? "effect beyond sham" : "decisions flipped beyond sham")
                        .toList(),
                n);
        return IntStream.range(0, edits.size())
                .mapToObj(e -> new EditResult(
                        edits.get(e),
                        estimates.get(2 * e),
                        Mean.clustered("effect of the sham", sham[e], patient, CONFIDENCE),
                        estimates.get(2 * e + 1)))
                .toList();
    }

    private static double weighted(double[] values, int[] counts) {
        double sum = 0;
        long total = 0;
        for (int i = 0; i < values.length; i++) {
            sum += counts[i] * values[i];
            total += counts[i];
        }
        return sum / total;
    }

    /// The standard error that Tango's interval implies where the bootstrap sees no flip at all.
    private static double flipErrorFloor(int[] flips) {
        if (Arrays.stream(flips).anyMatch(flip -> flip != 0)) {
            return 0;
        }
        return ProportionDifference.tango("flips", 0, 0, flips.length, CONFIDENCE).upper() / 1.959964;
    }

    private Finding headline(SubjectEvidence evidence, List<EditResult> results) {
        List<Outcome> outcomes = results.stream().map(result -> result.outcome(lesion)).toList();
        EditResult worst = results.stream()
                .max(Comparator.comparingDouble(result -> Math.abs(result.effect().value())))
                .orElseThrow();
        List<String> moved = results.stream()
                .filter(result -> result.outcome(lesion) == Outcome.NOT_MET)
                .map(EditResult::cell)
                .toList();
        String reason = moved.isEmpty()
                ? "No edit moves the score on the scale of a lesion; the largest effect beyond the sham's is "
                        + signed(worst.effect()) + " (" + worst.cell() + ")"
                : "The score follows " + String.join(", ", moved) + ", which cannot cause the condition; "
                        + worst.cell() + " moves it by " + signed(worst.effect()) + " beyond the sham";
        FindingBuilder finding = evidence.finding(CausalShortcut.CARD)
                .estimate(lesion)
                .estimate(worst.effect().named("largest effect beyond sham"))
                .figure(figure(results));
        return finding.outcome(
                Decision.all(outcomes),
                reason + "; a lesion moves it by " + signed(lesion) + " (" + patient.length + " films"
                        + (failed > 0 ? ", " + failed + " left out on which the model failed" : "") + ").",
                settle(Decision.all(outcomes), results));
    }

    private String settle(Outcome outcome, List<EditResult> results) {
        String open = String.join(
                ", ",
                results.stream()
                        .filter(result -> result.outcome(lesion) == Outcome.INCONCLUSIVE)
                        .map(EditResult::cell)
                        .toList());
        return switch (outcome) {
            case NOT_MET -> "Train on films where the attribute says nothing of the truth, or detect it and refuse such films.";
            case INCONCLUSIVE -> "Show more cases (limits: cases-per-probe), or make the model steadier against: " + open + ".";
            default -> "";
        };
    }

    private Figure figure(List<EditResult> results) {
        return new Figure(
                Figure.Kind.FOREST,
                "shortcut",
                "What edits that cannot cause the condition do to the score",
                Figure.Axis.fitted("change of the score"),
                Figure.Axis.fitted(""),
                List.of(
                        rows("edit beyond sham", results, EditResult::effect),
                        rows("sham", results, EditResult::sham),
                        Figure.Series.rows(
                                "lesion, for scale",
                                List.of("opacity"),
                                List.of(lesion.value()),
                                List.of(Math.max(-1e6, lesion.lower())),
                                List.of(Math.min(1e6, lesion.upper())))),
                List.of(
                        new Figure.Mark("limit", CausalShortcut.EFFECT.value()),
                        new Figure.Mark("limit", -CausalShortcut.EFFECT.value())));
    }

    private static Figure.Series rows(
            String name, List<EditResult> results, java.util.function.Function<EditResult, Estimate> of) {
        return Figure.Series.rows(
                name,
                results.stream().map(EditResult::cell).toList(),
                each(results, result -> of.apply(result).value()),
                each(results, result -> of.apply(result).lower()),
                each(results, result -> of.apply(result).upper()));
    }

    private static List<Double> each(List<EditResult> results, ToDoubleFunction<EditResult> of) {
        return results.stream().mapToDouble(of).boxed().toList();
    }

    static String signed(Estimate estimate) {
        return String.format(
                Locale.ROOT, "%+.3f (%+.3f to %+.3f)", estimate.value(), estimate.lower(), estimate.upper());
    }
}
