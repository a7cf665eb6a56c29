package org.realfm.cli.stats;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Figure.Series;
import org.realfm.ledger.Finding;
import org.realfm.stats.Auroc;
import org.realfm.stats.Band;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.RankedScores;
import org.realfm.stats.Roc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The verb `stats auroc`.
@Command(
        name = "auroc",
        description = {
            "Area under the ROC curve with DeLong's interval; of several images of a patient with that of Obuchowski.",
            "The picture is the ROC curve with a pointwise band, or with --group the AUROC of each group."
        },
        footer = {
            "",
            "Examples:",
            "  realfm stats auroc --table cases.csv --truth pneumonia --score model \\",
            "      --patient patient --plot roc.svg",
            "  realfm stats auroc --table cases.csv --truth finding --positive yes \\",
            "      --score model --group site --json"
        })
final class AurocVerb extends ScoredVerb {

    private static final int GRID = 100;

    /// How the interval is made.
    enum Interval {
        DELONG,
        LOGIT,
        NEWCOMBE
    }

    @Option(names = "--score", paramLabel = "COLUMN", required = true, description = "Higher speaks for the condition.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String score;

    @Option(names = "--group", paramLabel = "COLUMN", description = "Give each value of this column a line of its own.")
    private @Nullable String group;

    @Option(
            names = "--interval",
            paramLabel = "delong|logit|newcombe",
            description = "DeLong; DeLong on the logit scale, for an AUROC near 1; or Newcombe, for classes of a few patients."
                    + " Default: delong.")
    private Interval interval = Interval.DELONG;

    @Option(
            names = "--average-precision",
            description = "Also average precision, with a bootstrap percentile interval. It depends on the prevalence.")
    private boolean precision;

    @Override
    Answer answer() {
        Rows rows = used(score, group);
        Answer answer = new Answer("AUROC of '" + score + "' for '" + truth() + "'");
        measure(answer, Finding.ALL, rows);
        if (group != null) {
            Rows.Coded groups = rows.coded(group);
            for (int g = 0; g < groups.names().size(); g++) {
                int code = g;
                measure(answer, groups.names().get(g), rows.where(row -> groups.of()[row] == code));
            }
        }
        describe(answer, rows, precision);
        return answer.figure(() -> group == null ? curve(rows) : Pictures.forest("AUROC by " + group, "AUROC", answer.lines()));
    }

    private void measure(Answer answer, String cell, Rows rows) {
        boolean[] truth = truths(rows);
        int positives = (int) IntStream.range(0, truth.length).filter(i -> truth[i]).count();
        if (!cell.equals(Finding.ALL) && (positives == 0 || positives == truth.length)) {
            answer.note("No AUROC [" + cell + "]: all " + truth.length + " rows are of one class.");
            return;
        }
        double[] scores = rows.numbers(score);
        answer.add(cell, auroc(scores, truth, rows));
        if (precision) {
            answer.add(
                    cell, Auroc.averagePrecision("average precision", scores, truth, plan(rows), confidence()));
        }
    }

    private Estimate auroc(double[] scores, boolean[] truth, Rows rows) {
        return switch (interval) {
            case DELONG -> patient() == null
                    ? Auroc.estimate("auroc", scores, truth, confidence())
                    : Auroc.clustered("auroc", scores, truth, rows.units(patient()), confidence());
            case LOGIT -> Auroc.logit("auroc", scores, truth, rows.units(patient()), confidence());
            case NEWCOMBE -> Auroc.newcombe("auroc", scores, truth, rows.units(patient()), confidence());
        };
    }

    /// With a band where both classes are large enough for a bootstrap.
    private Figure curve(Rows rows) {
        boolean[] truth = truths(rows);
        RankedScores ranked = RankedScores.of(rows.numbers(score), truth);
        if (Bootstrap.smallestClass(rows.units(patient()), truth) < Bootstrap.MINIMUM_PER_CLASS) {
            Roc roc = ranked.roc();
            return Pictures.roc(
                    "ROC curve of " + score + " (no band: fewer than " + Bootstrap.MINIMUM_PER_CLASS + " of a class)",
                    List.of(Series.line(
                            score,
                            Arrays.stream(roc.fpr()).boxed().toList(),
                            Arrays.stream(roc.tpr()).boxed().toList())));
        }
        double[] grid = IntStream.rangeClosed(0, GRID).mapToDouble(i -> i / (double) GRID).toArray();
        Bootstrap.Plan plan = plan(rows);
        Band band = Roc.pointwiseBand(ranked, plan, grid, confidence());
        return Pictures.roc("ROC curve of " + score, List.of(Pictures.band(score, band)));
    }
}
