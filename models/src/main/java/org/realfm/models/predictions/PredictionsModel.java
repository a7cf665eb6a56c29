package org.realfm.models.predictions;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Digest;
import org.realfm.models.Artefact;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.tables.BadInput;
import org.realfm.tables.Table;

/// A model that is known only by its scores: a table with the columns `case` and `score`.
///
/// A score that is missing or not a number is a failure of that case; a case that stands twice stops the reading, since
/// nobody can say which score is meant.
public final class PredictionsModel implements Model {

    private static final float[] NO_EMBEDDING = {};

    private final CaseIndex cases;
    /// Of each row; NaN where the table gives no score.
    private final double[] scores;
    private final Map<Integer, Output.Failure> failures;
    private final Digest weights;
    private final boolean probabilities;

    private PredictionsModel(
            CaseIndex cases,
            double[] scores,
            Map<Integer, Output.Failure> failures,
            Digest weights,
            boolean probabilities) {
        this.cases = cases;
        this.scores = scores;
        this.failures = failures;
        this.weights = weights;
        this.probabilities = probabilities;
    }

    /// Where the scores are.
    ///
    /// @param file          CSV, TSV or Parquet with the columns `case` and `score`
    /// @param probabilities whether the scores are probabilities
    public record Spec(Path file, boolean probabilities) {}

    /// Reads the scores.
    ///
    /// @throws BadInput if the table cannot be read, lacks a column, or names a case twice
    public static PredictionsModel open(Spec spec) {
        Table table = Table.read(spec.file());
        @Nullable String[] names = table.column("case");
        @Nullable String[] cells = table.column("score");
        CaseIndex cases = new CaseIndex(table.size());
        double[] scores = new double[table.size()];
        Map<Integer, Output.Failure> failures = new HashMap<>();
        for (int row = 0; row < table.size(); row++) {
            String name = names[row];
            if (name == null) {
                throw new BadInput(table.where(row), "the case is missing", "Give every prediction its case");
            }
            int first = cases.add(name);
            if (first != row) {
                throw new BadInput(
                        table.where(row),
                        "the case of " + table.where(first) + " stands here again",
                        "Keep one score a case");
            }
            switch (output(cells[row], table.where(row), spec.probabilities())) {
                case Output.Scores given -> scores[row] = given.score();
                case Output.Failure failure -> {
                    scores[row] = Double.NaN;
                    failures.put(row, failure);
                }
                case Output.Refusal refusal -> throw new AssertionError(refusal);
            }
        }
        return new PredictionsModel(cases, scores, failures, Artefact.digest(spec.file()), spec.probabilities());
    }

    private static Output output(@Nullable String text, String where, boolean probability) {
        if (text == null) {
            return new Output.Failure("the score at " + where + " is missing");
        }
        double score;
        try {
            score = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return new Output.Failure("the score at " + where + " is '" + text + "', not a number");
        }
        if (!Double.isFinite(score)) {
            return new Output.Failure("the score at " + where + " is '" + text + "', not a finite number");
        }
        if (probability && (score < 0 || score > 1)) {
            return new Output.Failure("the score at " + where + " is " + text
                    + ", not a probability in [0, 1]; declare 'scores: ordinal' if only the order means anything");
        }
        return new Output.Scores(score, NO_EMBEDDING);
    }

    @Override
    public Digest weights() {
        return weights;
    }

    @Override
    public Digest preprocessing() {
        return Digest.of("predictions", probabilities ? "probability" : "ordinal");
    }

    @Override
    public String runtime() {
        return "predictions";
    }

    @Override
    public boolean interactive() {
        return false;
    }

    @Override
    public boolean probabilities() {
        return probabilities;
    }

    @Override
    public List<Output> predict(List<Content> batch) {
        return batch.stream().map(content -> output(cases.row(content.caseId()))).toList();
    }

    private Output output(int row) {
        if (row < 0) {
            return new Output.Failure("the table of predictions has no row for this case");
        }
        return Double.isNaN(scores[row])
                ? Objects.requireNonNull(failures.get(row))
                : new Output.Scores(scores[row], NO_EMBEDDING);
    }

    @Override
    public void close() {}
}
