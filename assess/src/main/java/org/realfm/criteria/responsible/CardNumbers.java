package org.realfm.criteria.responsible;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.criteria.responsible.Calls.Endpoint;
import org.realfm.criteria.responsible.Calls.Measure;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.RankedScores;
import org.realfm.study.Grouping;

/// The numbers that this run gives, for every number that a card may print.
///
/// @param calls  every evaluated case
/// @param groups positions of the cases of each group, by cell; `all` for every case
record CardNumbers(Calls calls, SequencedMap<String, int[]> groups) {

    private static final String ALL = "all";

    /// A number printed on a card.
    ///
    /// @param cell    `all`, or a group such as `sex=F`
    /// @param metric  for example `sensitivity`
    /// @param printed as printed
    record Claim(String cell, String metric, String printed) {

        /// What the claim is about, for a sentence.
        String name() {
            return cell.equals(ALL) ? metric : metric + " of " + cell;
        }

        /// Whether a value rounds to what is printed: it is within half a unit of the last printed digit.
        boolean agrees(double value) {
            boolean percent = printed.endsWith("%");
            try {
                BigDecimal number =
                        new BigDecimal(percent ? printed.substring(0, printed.length() - 1).strip() : printed);
                double half = 0.5 * Math.pow(10, -Math.max(number.scale(), 0));
                return Math.abs((percent ? 100 * value : value) - number.doubleValue()) <= half + 1e-9;
            } catch (NumberFormatException notANumber) {
                return false;
            }
        }
    }

    static CardNumbers of(SubjectEvidence evidence) {
        Calls calls = Calls.of(evidence);
        SequencedMap<String, int[]> groups = new LinkedHashMap<>();
        groups.put(ALL, IntStream.range(0, calls.size()).toArray());
        for (Grouping grouping : evidence.about().cohort().columns().groups()) {
            for (int label = 0; label < grouping.labels().size(); label++) {
                int wanted = label;
                int[] positions = groups.get(ALL);
                groups.put(
                        grouping.cell(label),
                        Arrays.stream(positions)
                                .filter(i -> grouping.of()[calls.rows()[i]] == wanted)
                                .toArray());
            }
        }
        return new CardNumbers(calls, groups);
    }

    /// The numbers printed under `performance`: metrics with a number, and cells with metrics of their own.
    static List<Claim> claims(@Nullable Object performance) {
        List<Claim> claims = new ArrayList<>();
        CardFields.map(performance).ifPresent(entries -> entries.forEach((key, value) -> CardFields.map(value)
                .ifPresentOrElse(
                        inner -> inner.forEach((metric, number) ->
                                claims.add(new Claim(String.valueOf(key), String.valueOf(metric), printed(number)))),
                        () -> claims.add(new Claim(ALL, String.valueOf(key), printed(value))))));
        return claims;
    }

    private static String printed(@Nullable Object number) {
        return switch (number) {
            case null -> "";
            case Double d -> BigDecimal.valueOf(d).toPlainString();
            default -> number.toString().strip();
        };
    }

    /// What this run gives for a claim; empty if it gives nothing.
    Optional<Double> value(Claim claim) {
        int[] positions = groups.get(claim.cell());
        return positions == null || positions.length == 0 ? Optional.empty() : value(claim.metric(), positions);
    }

    private Optional<Double> value(String metric, int[] positions) {
        long sick = Arrays.stream(positions).filter(i -> calls.truth()[i]).count();
        return switch (metric) {
            case "auroc" -> auroc(positions);
            case "sensitivity" -> mean(Measure.SENSITIVITY, positions);
            case "specificity" -> mean(Measure.SPECIFICITY, positions);
            case "accuracy" -> share(positions, i -> calls.right()[i]);
            case "ppv" -> share(called(positions, true), i -> calls.truth()[i]);
            case "npv" -> share(called(positions, false), i -> !calls.truth()[i]);
            case "prevalence" -> Optional.of((double) sick / positions.length);
            case "brier" -> brier(positions);
            case "cases" -> Optional.of((double) positions.length);
            case "positives" -> Optional.of((double) sick);
            case "negatives" -> Optional.of((double) positions.length - sick);
            case "patients" -> Optional.of((double) Arrays.stream(positions)
                    .map(i -> calls.patient()[i])
                    .distinct()
                    .count());
            case "threshold" -> Optional.of(calls.threshold());
            default -> Optional.empty();
        };
    }

    private Optional<Double> mean(Measure measure, int[] positions) {
        return calls.endpoint(measure, positions).map(endpoint -> endpoint.alone().value());
    }

    private Optional<Double> auroc(int[] positions) {
        int[] scored = Arrays.stream(positions).filter(i -> i < calls.scored()).toArray();
        boolean[] truth = new boolean[scored.length];
        for (int k = 0; k < scored.length; k++) {
            truth[k] = calls.truth()[scored[k]];
        }
        long sick = Arrays.stream(scored).filter(i -> calls.truth()[i]).count();
        if (sick == 0 || sick == scored.length) {
            return Optional.empty();
        }
        double[] score = Arrays.stream(scored).mapToDouble(i -> calls.score()[i]).toArray();
        return Optional.of(RankedScores.of(score, truth).auroc());
    }

    private Optional<Double> brier(int[] positions) {
        if (Arrays.stream(calls.score()).anyMatch(score -> score < 0 || score > 1)) {
            return Optional.empty();
        }
        return Arrays.stream(positions)
                .filter(i -> i < calls.scored())
                .mapToDouble(i -> Math.pow(calls.score()[i] - (calls.truth()[i] ? 1 : 0), 2))
                .average()
                .stream()
                .boxed()
                .findFirst();
    }

    private int[] called(int[] positions, boolean positive) {
        return Arrays.stream(positions)
                .filter(i -> i < calls.scored() && calls.right()[i] == (calls.truth()[i] == positive))
                .toArray();
    }

    private static Optional<Double> share(int[] positions, IntPredicate success) {
        return positions.length == 0
                ? Optional.empty()
                : Optional.of((double) Arrays.stream(positions).filter(success).count() / positions.length);
    }

    /// The groups whose sensitivity or specificity is known to no better than a Wilson half-width of 0.10.
    List<String> notEvidenced() {
        return groups.entrySet().stream()
                .filter(group -> !group.getKey().equals(ALL))
                .filter(group -> List.of(Measure.SENSITIVITY, Measure.SPECIFICITY).stream()
                        .anyMatch(measure -> calls.endpoint(measure, group.getValue())
                                .filter(Endpoint::evidenced)
                                .isEmpty()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
