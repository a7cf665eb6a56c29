package org.realfm.cli.stats;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.realfm.stats.Bootstrap;
import picocli.CommandLine.Option;

/// A family about scores beside a truth.
abstract class ScoredVerb extends TableVerb {

    @Option(
            names = "--truth",
            paramLabel = "COLUMN",
            required = true,
            description = "Whether the condition is present: 0 and 1, or false and true; see --positive.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String truth;

    @Option(
            names = "--positive",
            paramLabel = "VALUE",
            description = "The value of the truth that means present; all others mean absent.")
    private @Nullable String positive;

    @Option(
            names = "--patient",
            paramLabel = "COLUMN",
            description = "Who a row comes from: rows of one patient count together. Default: every row is its own.")
    private @Nullable String patient;

    String truth() {
        return truth;
    }

    @Nullable String patient() {
        return patient;
    }

    /// The rows with values in these columns, the truth and the patient. Columns that are null are not used.
    Rows used(@Nullable String... columns) {
        @Nullable String[] all = Arrays.copyOf(columns, columns.length + 2);
        all[columns.length] = truth;
        all[columns.length + 1] = patient;
        return rows(all);
    }

    boolean[] truths(Rows rows) {
        return rows.truths(truth, positive);
    }

    /// Patients drawn within the classes.
    Bootstrap.Plan plan(Rows rows) {
        return Bootstrap.plan(rows.units(patient), truths(rows), replicates(rows.size()), seed());
    }

    /// Rows and units, and a warning where a class has few.
    void describe(Answer answer, Rows rows, boolean drawn) {
        boolean[] truths = truths(rows);
        int positives = 0;
        for (boolean present : truths) {
            positives += present ? 1 : 0;
        }
        answer.note(rows.told() + ": " + positives + " with the condition, " + (truths.length - positives)
                + " without; n counts " + (patient == null ? "rows" : "patients") + ".");
        if (drawn && replicates(rows.size()) < Bootstrap.REPLICATES) {
            answer.note("Bootstrap intervals rest on " + replicates(rows.size()) + " replicates.");
        }
        int smallest = Bootstrap.smallestClass(rows.units(patient), truths);
        if (drawn && smallest > 0 && smallest < Bootstrap.MINIMUM_PER_CLASS) {
            answer.note("Only " + smallest + " in the smaller class: do not trust bootstrap intervals below "
                    + Bootstrap.MINIMUM_PER_CLASS + ".");
        }
    }
}
