package org.realfm.criteria.reasoning;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Auroc;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.ProportionDifference;
import org.realfm.stats.Quantiles;

/// The observational arm of [CausalShortcut] for one attribute of a nuisance column: performance where the attribute
/// agrees with the truth (sick with it, well without) against performance where it speaks against it (sick without, well
/// with). The attribute is turned so that it goes with the condition in the sample.
///
/// @param cell  name of the finding's cell
/// @param known the cases whose attribute is known
/// @param has   `[case]` whether the case has the attribute, turned
@SuppressWarnings("ArrayRecordComponent")
record NuisanceAssociation(String cell, Sample known, boolean[] has) {

    private static final double CONFIDENCE = 0.95;
    private static final int MOST_VALUES = 6;
    private static final double CHANCE = 0.5;

    /// One finding for each attribute of a column.
    static List<Finding> assess(SubjectEvidence evidence, String column) {
        @Nullable String[] cells = evidence.about().cohort().columns().table().get(column);
        String name = "nuisance " + column;
        if (cells == null) {
            return List.of(evidence.finding(CausalShortcut.CARD)
                    .cell(name)
                    .notAssessable("The table has no column " + column + ".", "Add the column to the table."));
        }
        List<NuisanceAssociation> attributes = attributes(evidence.evaluation(), name, cells);
        if (attributes.isEmpty()) {
            return List.of(evidence.finding(CausalShortcut.CARD)
                    .cell(name)
                    .notAssessable(
                            "Column " + column + " has the same value, or none, on all scored cases.",
                            "Evaluate cases with different values of " + column + "."));
        }
        return attributes.stream().map(attribute -> attribute.finding(evidence)).toList();
    }

    private static List<NuisanceAssociation> attributes(Sample sample, String name, @Nullable String[] cells) {
        Sample known = sample.where(row -> cells[row] != null);
        Map<String, Long> values = new TreeMap<>(Arrays.stream(known.rows())
                .mapToObj(row -> Objects.requireNonNull(cells[row]))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
        if (values.size() < 2) {
            return List.of();
        }
        if (values.size() == 2) {
            String present = List.copyOf(values.keySet()).getLast();
            return List.of(turned(name, known, row -> present.equals(cells[row])));
        }
        Optional<double[]> numbers = numbers(known, cells);
        if (values.size() > MOST_VALUES && numbers.isPresent()) {
            double median = Quantiles.of(numbers.get(), 0.5);
            String above = name + ">"
                    + BigDecimal.valueOf(median).round(new MathContext(4)).stripTrailingZeros().toPlainString();
            return List.of(turned(above, known, row -> Double.parseDouble(Objects.requireNonNull(cells[row])) > median));
        }
        return values.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_VALUES)
                .map(value -> turned(name + "=" + value.getKey(), known, row -> value.getKey().equals(cells[row])))
                .toList();
    }

    private static Optional<double[]> numbers(Sample known, @Nullable String[] cells) {
        try {
            double[] numbers = Arrays.stream(known.rows())
                    .mapToDouble(row -> Double.parseDouble(Objects.requireNonNull(cells[row])))
                    .toArray();
            return Arrays.stream(numbers).allMatch(Double::isFinite) ? Optional.of(numbers) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static NuisanceAssociation turned(String cell, Sample known, IntPredicate present) {
        boolean[] has = new boolean[known.size()];
        double[] share = new double[2];
        for (int i = 0; i < has.length; i++) {
            has[i] = present.test(known.rows()[i]);
            share[known.truth()[i]] += has[i] ? 1 : 0;
        }
        boolean agrees = share[1] * known.negatives() >= share[0] * known.positives();
        for (int i = 0; i < has.length; i++) {
            has[i] = has[i] == agrees;
        }
        return new NuisanceAssociation(cell, known, has);
    }

    private Sample cases(int truth, boolean attribute) {
        return known.at(IntStream.range(0, has.length)
                .filter(i -> known.truth()[i] == truth && has[i] == attribute)
                .toArray());
    }

    private static long patients(Sample sample) {
        return Arrays.stream(sample.patient()).distinct().count();
    }

    private Finding finding(SubjectEvidence evidence) {
        FindingBuilder finding = evidence.finding(CausalShortcut.CARD).cell(cell);
        Sample sickWith = cases(1, true);
        Sample sickWithout = cases(1, false);
        Sample wellWith = cases(0, true);
        Sample wellWithout = cases(0, false);
        String counts = String.format(
                Locale.ROOT,
                "%d sick and %d well cases on which it agrees with the truth, %d sick and %d well on which it speaks"
                        + " against it",
                sickWith.size(), wellWithout.size(), sickWithout.size(), wellWith.size());
        long smallest = List.of(sickWith, sickWithout, wellWith, wellWithout).stream()
                .mapToLong(NuisanceAssociation::patients)
                .min()
                .orElse(0);
        if (smallest == 0) {
            return finding.notAssessable(
                    "It cannot be told from the truth: " + counts + ".",
                    "Collect at least " + Bootstrap.MINIMUM_PER_CLASS + " sick and " + Bootstrap.MINIMUM_PER_CLASS
                            + " well patients on whom it speaks against the truth.");
        }
        Estimate agreeing = auroc("auroc where it agrees with the truth", sickWith, wellWithout);
        Estimate against = auroc("auroc where it speaks against the truth", sickWithout, wellWith);
        Estimate gap = ProportionDifference.newcombe("gap of auroc", agreeing, against);
        Estimate amongWell = auroc("score tells the attribute, among the well", wellWith, wellWithout);
        Estimate amongSick = auroc("score tells the attribute, among the sick", sickWith, sickWithout);
        Estimate within = within(auroc("with", sickWith, wellWith), auroc("without", sickWithout, wellWithout),
                (double) sickWith.size() * wellWith.size(), (double) sickWithout.size() * wellWithout.size());
        Outcome outcome = outcome(gap, amongWell, amongSick, smallest);
        List<Estimate> all = List.of(gap, agreeing, against, within, amongWell, amongSick);
        double margin = CausalShortcut.GAP.value();
        return finding.estimates(all)
                .asks(gap, -margin, margin, influence(sickWith, wellWithout).minus(influence(sickWithout, wellWith)))
                .figure(figure(all))
                .outcome(
                        outcome,
                        String.format(
                                Locale.ROOT,
                                "AUROC is %.3f where it agrees with the truth and %.3f (%.3f to %.3f) where it speaks against"
                                        + " it: a gap of %s (limit %.2f); among the well the score tells it with AUROC %.3f"
                                        + " (%.3f to %.3f), among the sick with %.3f (%.3f to %.3f); %s.",
                                agreeing.value(), against.value(), against.lower(), against.upper(),
                                EditEffects.signed(gap), CausalShortcut.GAP.value(),
                                amongWell.value(), amongWell.lower(), amongWell.upper(), amongSick.value(),
                                amongSick.lower(), amongSick.upper(), counts),
                        settle(outcome, sickWithout, wellWith));
    }

    /// Not met only where the gap and the score among the well both say so: severity may explain the former alone. With
    /// few patients on whom the attribute speaks against the truth, chance in one class is not enough either: the score
    /// must follow the attribute among the sick too.
    private static Outcome outcome(Estimate gap, Estimate amongWell, Estimate amongSick, long smallest) {
        double margin = CausalShortcut.GAP.value();
        Outcome wide = Decision.within(gap, -margin, margin);
        boolean few = smallest < Bootstrap.MINIMUM_PER_CLASS;
        boolean follows = follows(gap, amongWell) && (!few || follows(gap, amongSick));
        return switch (wide) {
            case NOT_MET -> follows ? Outcome.NOT_MET : Outcome.INCONCLUSIVE;
            case MET -> few ? Outcome.INCONCLUSIVE : Outcome.MET;
            default -> wide;
        };
    }

    /// Whether the score tells the attribute, in the direction of the gap.
    private static boolean follows(Estimate gap, Estimate tells) {
        return gap.value() > 0
                ? Decision.atMost(tells, CHANCE) == Outcome.NOT_MET
                : Decision.atLeast(tells, CHANCE) == Outcome.NOT_MET;
    }

    private static String settle(Outcome outcome, Sample sickWithout, Sample wellWith) {
        return switch (outcome) {
            case MET -> "";
            case NOT_MET -> "Train and test on cases where the attribute says nothing of the truth.";
            default -> {
                long sick = Math.max(0, Bootstrap.MINIMUM_PER_CLASS - patients(sickWithout));
                long well = Math.max(0, Bootstrap.MINIMUM_PER_CLASS - patients(wellWith));
                yield sick + well > 0
                        ? "Collect " + sick + " more sick and " + well + " more well patients on whom it speaks against the"
                                + " truth, as a least number."
                        : "Collect more cases on which it speaks against the truth.";
            }
        };
    }

    /// AUROC of one group of cases against another, by patient.
    private static Estimate auroc(String name, Sample high, Sample low) {
        return Auroc.newcombe(
                name, scores(high, low), truth(high, low), patient(high, low), CONFIDENCE);
    }

    private static Influence influence(Sample high, Sample low) {
        return Influence.ofAuroc(scores(high, low), truth(high, low), patient(high, low));
    }

    private static double[] scores(Sample high, Sample low) {
        return DoubleStream.concat(Arrays.stream(high.score()), Arrays.stream(low.score())).toArray();
    }

    private static int[] patient(Sample high, Sample low) {
        return IntStream.concat(Arrays.stream(high.patient()), Arrays.stream(low.patient())).toArray();
    }

    private static boolean[] truth(Sample high, Sample low) {
        boolean[] truth = new boolean[high.size() + low.size()];
        Arrays.fill(truth, 0, high.size(), true);
        return truth;
    }

    /// AUROC within strata of the attribute, weighted by the number of pairs: what is left where it cannot help. Half
    /// widths of independent strata add in squares.
    private static Estimate within(Estimate with, Estimate without, double pairsWith, double pairsWithout) {
        double w = pairsWith / (pairsWith + pairsWithout);
        double value = w * with.value() + (1 - w) * without.value();
        double down = Math.hypot(w * (with.value() - with.lower()), (1 - w) * (without.value() - without.lower()));
        double up = Math.hypot(w * (with.upper() - with.value()), (1 - w) * (without.upper() - without.value()));
        return new Estimate(
                "auroc within its strata", value, Math.max(0, value - down), Math.min(1, value + up), CONFIDENCE,
                "Newcombe, weighted by pairs", with.n() + without.n());
    }

    private Figure figure(List<Estimate> estimates) {
        List<Estimate> rows = new ArrayList<>(estimates.subList(1, estimates.size()));
        return new Figure(
                Figure.Kind.FOREST,
                "nuisance",
                "What " + cell.substring("nuisance ".length()) + " does to the ranking",
                Figure.Axis.unit("AUROC"),
                Figure.Axis.fitted(""),
                List.of(Figure.Series.rows(
                        "AUROC",
                        rows.stream().map(Estimate::name).toList(),
                        rows.stream().map(Estimate::value).toList(),
                        rows.stream().map(Estimate::lower).toList(),
                        rows.stream().map(Estimate::upper).toList())),
                List.of(new Figure.Mark("chance", CHANCE)));
    }
}
