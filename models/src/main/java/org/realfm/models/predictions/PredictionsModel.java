package org.realfm.models.predictions;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final Map<String, Output> outputs;
    private final Digest weights;
    private final boolean probabilities;

    private PredictionsModel(Map<String, Output> outputs, Digest weights, boolean probabilities) {
        this.outputs = outputs;
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
        @Nullable String[] cases = table.column("case");
        @Nullable String[] scores = table.column("score");
        Map<String, Integer> rows = new HashMap<>();
        Map<String, Output> outputs = new HashMap<>();
        for (int row = 0; row < table.size(); row++) {
            String id = cases[row];
            if (id == null) {
                throw new BadInput(table.where(row), "the case is missing", "Give every prediction its case");
            }
            Integer before = rows.putIfAbsent(id, row);
            if (before != null) {
                throw new BadInput(
                        table.where(row),
                        "the case of " + table.where(before) + " stands here again",
                        "Keep one score a case");
            }
            outputs.put(id, output(scores[row], table.where(row), spec.probabilities()));
        }
        return new PredictionsModel(outputs, Artefact.digest(spec.file()), spec.probabilities());
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
        return batch.stream()
                .map(content -> outputs.getOrDefault(
                        content.caseId(), new Output.Failure("the table of predictions has no row for this case")))
                .toList();
    }

    @Override
    public void close() {}
}
