package org.realfm.criteria.clinical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.realfm.ledger.OperatingPoint;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Logistic;
import org.realfm.study.Cohort;
import org.realfm.study.Grouping;
import org.realfm.study.Split;

/// What else there is to go by than the model: risks of the same cases by other means.
///
/// @param risks by name, one element a case: the study's comparator, by its probabilities or, where it gives none, by its
///              decision at the fixed threshold of the study, and [#GROUPS], where they can be had
/// @param left  what could not be compared, and why
public record Alternatives(SequencedMap<String, double[]> risks, List<String> left) {

    /// The simplest clinical model: see [#groupsAlone].
    public static final String GROUPS = "groups alone";

    /// The alternatives for these rows of the cohort.
    public static Alternatives of(SubjectEvidence evidence, int[] rows) {
        SequencedMap<String, double[]> risks = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        String rival = evidence.about().study().comparator().orElse("");
        evidence.comparator().ifPresent(sample -> {
            OperatingPoint point = evidence.about().study().use().operatingPoint();
            if (Objects.requireNonNull(evidence.about().study().models().get(rival)).probabilities()) {
                risks.put(rival, risk(evidence, sample, rows, score -> Math.clamp(score, 0.0, 1.0)));
            } else if (point instanceof OperatingPoint.Threshold(double threshold)) {
                risks.put(rival, risk(evidence, sample, rows, score -> score >= threshold ? 1 : 0));
            } else {
                left.add(rival + ", whose scores are no probabilities and which has no fixed threshold");
            }
        });
        groupsAlone(evidence.about().cohort(), rows).ifPresent(risk -> risks.put(GROUPS, risk));
        return new Alternatives(risks, left);
    }

    /// The comparator's risk of each case; a case that it did not score counts as the wrong decision, as with the model.
    private static double[] risk(SubjectEvidence evidence, Sample comparator, int[] rows, DoubleUnaryOperator risk) {
        int[] truth = evidence.about().cohort().columns().truth();
        Map<Integer, Double> byRow = IntStream.range(0, comparator.size())
                .boxed()
                .collect(Collectors.toMap(i -> comparator.rows()[i], i -> risk.applyAsDouble(comparator.score()[i])));
        return Arrays.stream(rows).mapToDouble(row -> byRow.getOrDefault(row, 1.0 - truth[row])).toArray();
    }

    /// Logistic regression of the truth on the declared groups, fitted on the development cases. Empty without groups or
    /// development cases, or where it cannot be fitted.
    public static Optional<double[]> groupsAlone(Cohort cohort, int[] rows) {
        List<Grouping> groups = cohort.columns().groups();
        int[] development = cohort.rows(Split.DEVELOPMENT);
        if (groups.isEmpty() || development.length == 0) {
            return Optional.empty();
        }
        List<int[]> columns = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            Grouping grouping = groups.get(g);
            for (int label = 1; label < grouping.labels().size(); label++) {
                int wanted = label;
                if (Arrays.stream(development).anyMatch(row -> grouping.of()[row] == wanted)) {
                    columns.add(new int[] {g, label});
                }
            }
        }
        double[][] x = design(groups, columns, development);
        boolean[] y = new boolean[development.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = cohort.columns().truth()[development[i]] == 1;
        }
        Logistic model = Logistic.fit(x, y);
        if (model instanceof Logistic.NotEstimable none && none.cause() == Logistic.Cause.COLLINEARITY) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(design(groups, columns, rows))
                .mapToDouble(row -> model.probability(row, 0))
                .toArray());
    }

    /// An intercept, and an indicator for each label but a grouping's first.
    private static double[][] design(List<Grouping> groups, List<int[]> columns, int[] rows) {
        return Arrays.stream(rows)
                .mapToObj(row -> IntStream.rangeClosed(0, columns.size())
                        .mapToDouble(c -> c == 0
                                || groups.get(columns.get(c - 1)[0]).of()[row] == columns.get(c - 1)[1] ? 1 : 0)
                        .toArray())
                .toArray(double[][]::new);
    }
}
