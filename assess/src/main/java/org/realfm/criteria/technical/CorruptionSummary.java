package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.realfm.imaging.interventions.Corruption.Kind;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.SubjectEvidence;
import org.realfm.study.Study;

/// The finding of [Corruptions] over all operators.
final class CorruptionSummary {

    private CorruptionSummary() {}

    static Finding finding(
            FindingBuilder finding, SubjectEvidence evidence, CorruptionCurves curves, List<OperatorResult> results) {
        Outcome outcome = Decision.all(results.stream().map(OperatorResult::outcome).toList());
        OperatorResult worst = results.stream()
                .min(Comparator.comparingDouble((OperatorResult result) -> result.breakdown().upper())
                        .thenComparingDouble(result -> result.breakdown().value())
                        .thenComparingDouble(result -> result.breakdown().lower()))
                .orElseThrow();
        List<String> such = results.stream()
                .filter(result -> result.outcome() == outcome)
                .map(OperatorResult::cell)
                .toList();
        int n = curves.cases().values().iterator().next().getFirst().size();
        String where = worst.cell() + ": " + worst.where() + " (" + n + " films under each corruption).";
        String reason = switch (outcome) {
            case MET -> "Performance keeps to its floors at every severity that the films of the evaluation show; the earliest"
                    + " break is by " + where;
            case NOT_MET -> results.stream().allMatch(result -> result.breakdown().upper() == 0)
                    ? "Performance is below its floors already on the films as they are (" + n + " films)."
                    : "Performance falls below its floors before severity 1 of " + String.join(", ", such)
                            + "; the earliest break is by " + where;
            default -> "Whether performance holds where it must is open for " + String.join(", ", such)
                    + "; the earliest break is by " + where;
        };
        return finding.estimate(worst.breakdown().named("earliest breakdown severity"))
                .figure(figure(evidence.about().study(), results))
                .outcome(
                        outcome,
                        reason,
                        outcome == Outcome.MET
                                ? ""
                                : "See the findings of " + String.join(", ", such) + ".");
    }

    private static Figure figure(Study study, List<OperatorResult> results) {
        List<Figure.Series> series = new ArrayList<>();
        for (OperatorResult result : results) {
            series.add(OperatorResult.series(
                    result.cell(), result.curves().getOrDefault(FloorMeasure.AUROC, List.of())));
        }
        return new Figure(
                Figure.Kind.LINE,
                "corruptions",
                "AUROC by severity of " + Kind.values().length + " kinds of corruption",
                new Figure.Axis("severity", 0, NaturalSeverity.GROSSEST),
                Figure.Axis.unit("AUROC"),
                series,
                FloorMeasure.of(study).contains(FloorMeasure.AUROC)
                        ? List.of(new Figure.Mark("floor", FloorMeasure.AUROC.floor(study)))
                        : List.of());
    }
}
