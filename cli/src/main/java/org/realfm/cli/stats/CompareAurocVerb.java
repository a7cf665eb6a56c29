package org.realfm.cli.stats;

import java.util.ArrayList;
import java.util.List;
import org.realfm.ledger.Figure.Series;
import org.realfm.stats.Auroc;
import org.realfm.stats.Estimate;
import org.realfm.stats.Roc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The verb `stats compare-auroc`.
@Command(
        name = "compare-auroc",
        description = {
            "AUROCs of two or more scores of the same rows, and their differences with DeLong's paired interval.",
            "An interval of the difference that holds 0 does not show that the scores are alike. With more than two"
                    + " scores every pair is compared and intervals are not adjusted for that."
        },
        footer = {
            "",
            "Examples:",
            "  realfm stats compare-auroc --table cases.csv --truth pneumonia \\",
            "      --score new --score old --patient patient",
            "  realfm stats compare-auroc --table cases.parquet --truth y --score a \\",
            "      --score b --json"
        })
final class CompareAurocVerb extends ScoredVerb {

    @Option(
            names = "--score",
            paramLabel = "COLUMN",
            required = true,
            description = "Higher speaks for the condition. Give it twice or more.")
    private List<String> scores = new ArrayList<>();

    @Override
    Answer answer() {
        if (scores.size() < 2 || scores.stream().distinct().count() < scores.size()) {
            throw misused("give --score twice or more, each another column");
        }
        Rows rows = used(scores.toArray(String[]::new));
        boolean[] truth = truths(rows);
        double[][] values = scores.stream().map(rows::numbers).toArray(double[][]::new);
        int[] unit = rows.units(patient());
        Answer answer = new Answer("AUROCs of " + String.join(", ", scores) + " for '" + truth() + "'");
        for (int k = 0; k < values.length; k++) {
            answer.add(
                    scores.get(k),
                    patient() == null
                            ? Auroc.estimate("auroc", values[k], truth, confidence())
                            : Auroc.clustered("auroc", values[k], truth, unit, confidence()));
        }
        Auroc.Joint joint = Auroc.joint(values, truth, unit);
        for (int a = 0; a < values.length; a++) {
            for (int b = a + 1; b < values.length; b++) {
                String cell = scores.get(a) + " - " + scores.get(b);
                answer.add(cell, difference(values[a], values[b], truth, unit));
                joint.pValue(a, b).ifPresent(p -> answer.test("no difference, " + cell, p, "DeLong, z test"));
            }
        }
        describe(answer, rows, false);
        return answer.figure(() -> {
            List<Series> curves = new ArrayList<>();
            for (int k = 0; k < values.length; k++) {
                Roc roc = Roc.of(values[k], truth);
                curves.add(Series.line(scores.get(k), Pictures.list(roc.fpr()), Pictures.list(roc.tpr())));
            }
            return Pictures.roc("ROC curves", curves);
        });
    }

    private Estimate difference(double[] first, double[] second, boolean[] truth, int[] unit) {
        return patient() == null
                ? Auroc.difference("auroc difference", first, second, truth, confidence())
                : Auroc.difference("auroc difference", first, second, truth, unit, confidence());
    }
}
