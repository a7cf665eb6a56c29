package org.realfm.cli.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.agreement.CohenKappa;
import org.realfm.stats.agreement.FleissKappa;
import org.realfm.stats.agreement.GwetAc;
import org.realfm.stats.agreement.IntraclassCorrelation;
import org.realfm.stats.agreement.KrippendorffAlpha;
import org.realfm.stats.agreement.Weights;
import org.realfm.tables.BadInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The verb `stats agreement`.
@Command(
        name = "agreement",
        description = {
            "Agreement of raters, one row a rating; raters need not have rated everything.",
            "Categories (nominal, ordinal): Cohen's kappa of two raters, Fleiss' kappa, Gwet's AC, Krippendorff's alpha; on"
                    + " an ordinal scale with quadratic weights.",
            "Measurements (interval, ratio): the intraclass correlations of items that all rated, Krippendorff's alpha."
        },
        footer = {
            "",
            "Examples:",
            "  realfm stats agreement --table ratings.csv --rater reader --item film \\",
            "      --rating finding",
            "  realfm stats agreement --table grades.csv --rater r --item case \\",
            "      --rating grade --scale ordinal --order none,mild,severe"
        })
final class AgreementVerb extends TableVerb {

    private static final int FEW = 20;

    @Option(names = "--rater", paramLabel = "COLUMN", required = true, description = "Who rated.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String rater;

    @Option(names = "--item", paramLabel = "COLUMN", required = true, description = "What was rated.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String item;

    @Option(names = "--rating", paramLabel = "COLUMN", required = true, description = "The category or the measurement.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String rating;

    @Option(
            names = "--scale",
            paramLabel = "nominal|ordinal|interval|ratio",
            description = "What ratings are. Default: nominal.")
    private KrippendorffAlpha.Scale scale = KrippendorffAlpha.Scale.NOMINAL;

    @Option(
            names = "--order",
            paramLabel = "A,B,...",
            split = ",",
            description = "All categories from low to high, where they are no numbers; also those that nobody used.")
    private List<String> order = new ArrayList<>();

    @Option(names = "--patient", paramLabel = "COLUMN", description = "Who an item is of; items of one count together.")
    private @Nullable String patient;

    @Override
    Answer answer() {
        Rows rows = rows(rater, item, rating, patient);
        Rows.Coded raters = rows.coded(rater);
        Rows.Coded items = rows.coded(item);
        int[][] row = placed(rows, raters, items);
        boolean categories = scale == KrippendorffAlpha.Scale.NOMINAL || scale == KrippendorffAlpha.Scale.ORDINAL;
        Answer answer = new Answer("Agreement on '" + rating + "', " + Printer.lower(scale));
        if (categories) {
            categories(answer, rows, row);
        } else {
            measurements(answer, rows, row);
        }
        int most = raters.names().size() * items.names().size();
        answer.note(rows.told() + ": " + raters.names().size() + " raters, " + items.names().size() + " items, "
                + (most - rows.size()) + " of " + most + " ratings not there; n counts items"
                + (patient == null ? "." : ", or patients where the method says so."));
        if (items.names().size() < FEW) {
            answer.note("Fewer than " + FEW + " items: do not trust bootstrap intervals.");
        }
        return answer.figure(() -> Pictures.forest("Agreement on " + rating, "coefficient", answer.lines()));
    }

    /// For each item and rater the row of the table, -1 where there is none.
    private int[][] placed(Rows rows, Rows.Coded raters, Rows.Coded items) {
        int[][] row = new int[items.names().size()][raters.names().size()];
        for (int[] of : row) {
            Arrays.fill(of, -1);
        }
        for (int i = 0; i < rows.size(); i++) {
            int[] of = row[items.of()[i]];
            int who = raters.of()[i];
            if (of[who] >= 0) {
                throw new BadInput(
                        rows.where(i),
                        "rater '" + raters.names().get(who) + "' has rated item '" + items.names().get(items.of()[i])
                                + "' before, in " + rows.where(of[who]),
                        "Keep one rating");
            }
            of[who] = i;
        }
        return row;
    }

    private void categories(Answer answer, Rows rows, int[][] row) {
        boolean ordinal = scale == KrippendorffAlpha.Scale.ORDINAL;
        Rows.Coded ratings = rows.coded(rating, order);
        if (ordinal && order.isEmpty()) {
            rows.numbers(rating); // or their order would be that of the alphabet
        }
        Weights weights = ordinal ? Weights.QUADRATIC : Weights.IDENTITY;
        int count = ratings.names().size();
        int[][] category = Arrays.stream(row)
                .map(of -> Arrays.stream(of).map(i -> i < 0 ? -1 : ratings.of()[i]).toArray())
                .toArray(int[][]::new);
        double c = confidence();
        String none = ": no item has two ratings, or all ratings are of one category.";
        String weighted = ordinal ? ", quadratic weights" : "";
        if (row[0].length == 2) {
            int[] first = Arrays.stream(category).mapToInt(of -> of[0]).toArray();
            int[] second = Arrays.stream(category).mapToInt(of -> of[1]).toArray();
            String name = "Cohen's kappa" + weighted;
            answer.add(
                    patient == null
                            ? CohenKappa.estimate(name, first, second, count, weights, c)
                            : CohenKappa.clustered(name, first, second, count, weights, units(rows, row), c),
                    "No Cohen's kappa" + none);
        }
        answer.add(FleissKappa.estimate("Fleiss' kappa" + weighted, category, count, weights, c), "No Fleiss' kappa" + none);
        if (count > 1) {
            answer.add(GwetAc.estimate(ordinal ? "Gwet's AC2" : "Gwet's AC1", category, count, weights, c), "No AC" + none);
        }
        double[][] value = Arrays.stream(category)
                .map(of -> Arrays.stream(of).mapToDouble(k -> k < 0 ? Double.NaN : k).toArray())
                .toArray(double[][]::new);
        alpha(answer, rows, row, value);
    }

    private void measurements(Answer answer, Rows rows, int[][] row) {
        double[] numbers = rows.numbers(rating);
        double[][] value = Arrays.stream(row)
                .map(of -> Arrays.stream(of).mapToDouble(i -> i < 0 ? Double.NaN : numbers[i]).toArray())
                .toArray(double[][]::new);
        double[][] complete = Arrays.stream(value)
                .filter(of -> Arrays.stream(of).noneMatch(Double::isNaN))
                .toArray(double[][]::new);
        if (complete.length > 1 && complete[0].length > 1) {
            IntraclassCorrelation correlation = IntraclassCorrelation.of(complete);
            int form = 1;
            for (IntraclassCorrelation.Model model : IntraclassCorrelation.Model.values()) {
                answer.add(correlation.single("ICC(" + form + ",1)", model, confidence()), "No ICC(" + form + ",1): no item"
                        + " differs from another.");
                form++;
            }
            if (complete.length < value.length) {
                answer.note("ICC: of the " + complete.length + " items that all raters rated; "
                        + (value.length - complete.length) + " others left out.");
            }
        } else {
            answer.note("No ICC: fewer than two items were rated by all raters.");
        }
        alpha(answer, rows, row, value);
    }

    private void alpha(Answer answer, Rows rows, int[][] row, double[][] value) {
        Bootstrap.Plan plan = Bootstrap.plan(units(rows, row), replicates(row.length), seed());
        Optional<Estimate> alpha =
                KrippendorffAlpha.of(value, scale).estimate("Krippendorff's alpha", plan, confidence());
        answer.add(alpha, "No Krippendorff's alpha: no item has two ratings, or all ratings are the same.");
    }

    /// For each item its patient, or itself.
    private int[] units(Rows rows, int[][] row) {
        if (patient == null) {
            return IntStream.range(0, row.length).toArray();
        }
        int[] of = rows.units(patient);
        int[] units = new int[row.length];
        for (int k = 0; k < row.length; k++) {
            int[] rated = Arrays.stream(row[k]).filter(i -> i >= 0).toArray();
            units[k] = of[rated[0]];
            for (int i : rated) {
                if (of[i] != units[k]) {
                    throw new BadInput(
                            rows.where(i), "the item is of another patient than in " + rows.where(rated[0]),
                            "An item is of one patient");
                }
            }
        }
        return units;
    }
}
