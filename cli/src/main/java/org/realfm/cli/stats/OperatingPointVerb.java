package org.realfm.cli.stats;

import org.jspecify.annotations.Nullable;
import org.realfm.stats.DiagnosticTable;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The verb `stats operating-point`.
@Command(
        name = "operating-point",
        description = {
            "What happens at a threshold: sensitivity, specificity, predictive values, likelihood ratios and accuracy, and"
                    + " with --prevalence the predictive values in another population.",
            "A row is called positive where its score is at least the threshold. Choose the threshold on other cases."
        },
        footer = {
            "",
            "Examples:",
            "  realfm stats operating-point --table cases.csv --truth pneumonia \\",
            "      --score model --threshold 0.5",
            "  realfm stats operating-point --table cases.csv --truth y --score s \\",
            "      --threshold 2 --prevalence 0.03"
        })
final class OperatingPointVerb extends ScoredVerb {

    @Option(names = "--score", paramLabel = "COLUMN", required = true, description = "Higher speaks for the condition.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String score;

    @Option(names = "--threshold", paramLabel = "T", required = true, description = "Called positive from here on.")
    private double threshold;

    @Option(names = "--prevalence", paramLabel = "P", description = "Predictive values where so many have the condition.")
    private @Nullable Double prevalence;

    @Override
    Answer answer() {
        Rows rows = used(score);
        boolean[] truth = truths(rows);
        double[] scores = rows.numbers(score);
        DiagnosticTable table = DiagnosticTable.at(threshold, scores, truth);
        if (patient() != null) {
            table = table.byCluster(rows.units(patient()));
        }
        double c = confidence();
        String noPositive = "the condition is absent from all rows.";
        String noNegative = "the condition is present in all rows.";
        Answer answer = new Answer("'" + score + "' at " + threshold + " for '" + truth() + "'")
                .add(table.sensitivity(c), "No sensitivity: " + noPositive)
                .add(table.specificity(c), "No specificity: " + noNegative)
                .add(table.ppv(c), "No positive predictive value: nothing is called positive.")
                .add(table.npv(c), "No negative predictive value: nothing is called negative.")
                .add(table.positiveLikelihoodRatio(c), "No LR+: only one class is present.")
                .add(table.negativeLikelihoodRatio(c), "No LR-: only one class is present.")
                .add(accuracy(scores, truth, rows))
                .add(table.prevalence(c), "")
                .add(table.positiveRate(c), "");
        if (prevalence != null) {
            answer.add(table.ppvAt(prevalence, c), "No predictive value at another prevalence: only one class is present.")
                    .add(table.npvAt(prevalence, c), "");
        }
        answer.note("Called and present " + table.truePositives() + ", called and absent " + table.falsePositives()
                + ", not called and present " + table.falseNegatives() + ", not called and absent "
                + table.trueNegatives() + ".");
        describe(answer, rows, false);
        return answer.figure(() -> Pictures.forest(
                score + " at " + threshold,
                "share",
                answer.lines().stream().filter(line -> !line.estimate().name().startsWith("LR")).toList()));
    }

    private Estimate accuracy(double[] scores, boolean[] truth, Rows rows) {
        boolean[] right = new boolean[truth.length];
        int count = 0;
        for (int i = 0; i < right.length; i++) {
            right[i] = scores[i] >= threshold == truth[i];
            count += right[i] ? 1 : 0;
        }
        return patient() == null
                ? Proportion.wilson("accuracy", count, right.length, confidence())
                : Proportion.clustered("accuracy", right, rows.units(patient()), confidence());
    }
}
