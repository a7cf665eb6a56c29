package org.realfm.criteria.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Auroc;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.Mcar;
import org.realfm.stats.Proportion;
import org.realfm.study.Cohort;
import org.realfm.study.CohortSpec;
import org.realfm.study.Split;

/// `data.missingness.pattern`: what is missing, and does missingness leak the answer?
public final class Missingness implements Criterion.OfSubject {

    static final Card.Threshold TELLING =
            new Card.Threshold("largest AUROC of telling the truth from what is missing", 0.60, Card.Basis.CONVENTION);
    static final Card.Threshold CHANGE = new Card.Threshold(
            "largest change of the AUROC when cases without a score count against the model",
            0.02,
            Card.Basis.CONVENTION);
    static final Card.Threshold LOSS =
            new Card.Threshold("largest share of cases lost without weighting", 0.10, Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("data.missingness.pattern")),
            "Empty cells (and words and codes for missing: unknown, not done, -999) of every column of the table among the"
                    + " evaluated patients, by truth, and missing scores of the"
                    + " model. A predictor that sees nothing but which cells are empty (naive Bayes, learned on the other"
                    + " folds) tells the truth with an AUROC. Little's test that values are missing completely at"
                    + " random, over numeric columns, as a description. The policy in service is that a case without a"
                    + " score is a wrong call: the AUROC with such cases counted so, minus that of the scored cases. Values"
                    + " are never imputed: the models take pictures or give scores, and no tabular value enters them here.",
            "Wilson for rates; DeLong within folds, with the correction of Nadeau and Bengio over them, for the AUROC of the"
                    + " missing-only predictor.",
            "Met if the upper limit of that AUROC is at most 0.60 and counting missing scores as wrong costs at most 0.02 of"
                    + " AUROC; not met if the lower limit is above 0.60 or it costs more. That a network sees the picture"
                    + " alone is no excuse: what decides which cells are empty has then decided who is in the cohort. E1 at"
                    + " most where more than 10% of the cases have no score.",
            List.of(TELLING, CHANGE, LOSS),
            List.of(
                    "Little 1988 doi:10.1080/01621459.1988.10478722",
                    "Rubin 1987",
                    "Sperrin 2020 doi:10.1016/j.jclinepi.2020.03.028"),
            "\"Troponin measured\" predicts infarction; sets in which only the sick had a test.");

    private static final double CONFIDENCE = 0.95;
    /// A column counts if at least so many cells are empty and so many are not: fewer tell nothing out of fold.
    private static final int FEWEST = 5;

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        Cohort cohort = evidence.about().cohort();
        int[] rows = Patients.firstRows(cohort, cohort.rows(Split.EVALUATE));
        boolean[] truth = Patients.sick(cohort, rows);
        FindingBuilder finding = evidence.finding(CARD);
        SequencedMap<String, boolean[]> missing = missing(evidence, rows);
        missing.forEach((column, empty) -> rates(column, empty, truth).forEach(finding::estimate));
        little(cohort, rows).forEach(finding::estimate);

        List<Outcome> parts = new ArrayList<>();
        List<String> words = new ArrayList<>();
        List<boolean[]> indicators = missing.values().stream().filter(Missingness::varies).toList();
        if (indicators.isEmpty()) {
            parts.add(Outcome.MET);
            words.add(missing.isEmpty() ? "No cell is empty" : "Too few cells are empty to tell anything");
        } else {
            Optional<Estimate> telling = CrossFitted.auroc(
                    "auroc of the missing-only predictor", indicators, truth, evidence.seed(CARD, 0));
            if (telling.isEmpty()) {
                return List.of(finding.notAssessable(
                        "Cells are empty in " + String.join(", ", missing.keySet()) + ", and a class has fewer than "
                                + CrossFitted.FEWEST + " patients, too few to ask whether that tells the truth.",
                        "Evaluate at least " + CrossFitted.FEWEST + " patients of either class."));
            }
            finding.estimate(telling.get()).asksAtMost(telling.get(), TELLING.value(), Influence.unknown());
            parts.add(Decision.atMost(telling.get(), TELLING.value()));
            words.add(String.format(
                    Locale.ROOT,
                    "Which cells are empty (%s) tells the truth with an AUROC of %.3f (%.3f to %.3f; at most 0.60 allowed)",
                    String.join(", ", missing.keySet()),
                    telling.get().value(), telling.get().lower(), telling.get().upper()));
        }
        scores(evidence, finding, parts, words);
        Outcome outcome = Decision.all(parts);
        return List.of(finding.outcome(
                outcome,
                String.join("; ", words) + ".",
                switch (outcome) {
                    case MET -> "";
                    case NOT_MET -> "Find out why these values are missing, and collect cases for which they are recorded, or"
                            + " not, whatever the truth.";
                    default -> "More evaluated patients.";
                }));
    }

    /// The columns with an empty cell, and whether the model gave a score, for each patient.
    private static SequencedMap<String, boolean[]> missing(SubjectEvidence evidence, int[] rows) {
        Cohort cohort = evidence.about().cohort();
        Set<String> used = used(evidence.about().study().cohort());
        SequencedMap<String, boolean[]> missing = new LinkedHashMap<>();
        cohort.columns().table().forEach((column, cells) -> {
            boolean[] empty = Absence.absent(cells, rows);
            if (!used.contains(column) && IntStream.range(0, empty.length).anyMatch(i -> empty[i])) {
                missing.put(column, empty);
            }
        });
        Set<Integer> failed = new HashSet<>();
        Arrays.stream(evidence.evaluation().failed()).forEach(failed::add);
        if (!failed.isEmpty()) {
            boolean[] empty = new boolean[rows.length];
            for (int i = 0; i < rows.length; i++) {
                empty[i] = failed.contains(rows[i]);
            }
            missing.put("the model's score", empty);
        }
        return missing;
    }

    /// Columns of which no cell can be empty in a row that is used, or that are the answer.
    private static Set<String> used(CohortSpec spec) {
        Set<String> used = new HashSet<>(Set.of(spec.caseColumn(), spec.truth()));
        spec.patient().ifPresent(used::add);
        spec.image().ifPresent(used::add);
        spec.weight().ifPresent(used::add);
        spec.split().ifPresent(split -> used.add(split.column()));
        return used;
    }

    private static boolean varies(boolean[] empty) {
        long count = IntStream.range(0, empty.length).filter(i -> empty[i]).count();
        return count >= FEWEST && empty.length - count >= FEWEST;
    }

    private static List<Estimate> rates(String column, boolean[] empty, boolean[] truth) {
        List<Estimate> rates = new ArrayList<>();
        for (boolean of : new boolean[] {true, false}) {
            int[] here = IntStream.range(0, truth.length).filter(i -> truth[i] == of).toArray();
            if (here.length > 0) {
                long count = Arrays.stream(here).filter(i -> empty[i]).count();
                rates.add(Proportion.wilson(
                        "missing " + column + (of ? ", with" : ", without") + " the condition", count, here.length,
                        CONFIDENCE));
            }
        }
        return rates;
    }

    private void scores(SubjectEvidence evidence, FindingBuilder finding, List<Outcome> parts, List<String> words) {
        Sample sample = evidence.evaluation();
        int failed = sample.failed().length;
        if (failed == 0) {
            return;
        }
        int[] truths = evidence.about().cohort().columns().truth();
        double lost = (double) failed / (failed + sample.size());
        if (lost > LOSS.value()) {
            finding.cappedAt(Grade.E1, String.format(Locale.ROOT, "%.0f%% of the cases have no score", 100 * lost));
        }
        if (!sample.hasBothClasses()) {
            parts.add(Outcome.NOT_ASSESSABLE);
            words.add("the scored cases are of one class");
            return;
        }
        double[] score = Arrays.copyOf(sample.score(), sample.size() + failed);
        boolean[] truth = new boolean[score.length];
        for (int i = 0; i < score.length; i++) {
            boolean scored = i < sample.size();
            truth[i] = truths[scored ? sample.rows()[i] : sample.failed()[i - sample.size()]] == 1;
            if (!scored) {
                score[i] = truth[i] ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
        }
        double served = Auroc.estimate("auroc", score, truth, CONFIDENCE).value();
        double headline = Auroc.estimate(
                        "auroc", sample.score(), Arrays.copyOf(truth, sample.size()), CONFIDENCE)
                .value();
        Estimate change = Estimate.exact("auroc lost to missing scores", headline - served, score.length);
        finding.estimate(change).asksAtMost(change, CHANGE.value(), Influence.unknown());
        parts.add(Decision.atMost(change, CHANGE.value()));
        words.add(String.format(
                Locale.ROOT,
                "the model gave no score on %d of %d cases, which costs %.3f of AUROC if they count as wrong",
                failed, score.length, change.value()));
    }

    /// Little's test over the numeric columns; empty where it cannot be done.
    private static List<Estimate> little(Cohort cohort, int[] rows) {
        List<double[]> columns = new ArrayList<>();
        for (Map.Entry<String, @Nullable String[]> entry : cohort.columns().table().entrySet()) {
            numeric(entry.getValue(), rows).ifPresent(columns::add);
        }
        boolean any = columns.stream().anyMatch(column -> Arrays.stream(column).anyMatch(Double::isNaN));
        if (columns.size() < 2 || !any) {
            return List.of();
        }
        double[][] matrix = new double[rows.length][columns.size()];
        for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < columns.size(); c++) {
                matrix[i][c] = columns.get(c)[i];
            }
        }
        try {
            return List.of(Estimate.exact("p of Little's test", Mcar.test(matrix).p(), rows.length));
        } catch (IllegalArgumentException notEstimable) {
            return List.of();
        }
    }

    /// The values of a column that holds nothing but numbers of which at least two differ; NaN where missing.
    private static Optional<double[]> numeric(@Nullable String[] cells, int[] rows) {
        double[] values = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            String cell = cells[rows[i]];
            OptionalDouble value = cell == null ? OptionalDouble.of(Double.NaN) : number(cell);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values[i] = value.getAsDouble();
        }
        boolean varies = Arrays.stream(values).filter(v -> !Double.isNaN(v)).distinct().count() > 1;
        return varies ? Optional.of(values) : Optional.empty();
    }

    private static OptionalDouble number(String cell) {
        try {
            double value = Double.parseDouble(cell);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException noNumber) {
            return OptionalDouble.empty();
        }
    }
}
