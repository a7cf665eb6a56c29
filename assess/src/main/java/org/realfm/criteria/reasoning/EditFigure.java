package org.realfm.criteria.reasoning;

import java.util.List;
import java.util.function.Function;
import org.realfm.ledger.Figure;
import org.realfm.stats.Estimate;

/// The drawing of what edits do to the score, beside their shams and a lesion.
final class EditFigure {

    private EditFigure() {}

    static Figure of(List<EditResult> results, Estimate lesion) {
        return new Figure(
                Figure.Kind.FOREST,
                "shortcut",
                "What edits that cannot cause the condition do to the score",
                Figure.Axis.fitted("change of the score"),
                Figure.Axis.fitted(""),
                List.of(
                        series("edit beyond sham", results, result -> result.score().net()),
                        series("sham", results, EditResult::sham),
                        Figure.Series.rows(
                                "lesion, for scale", List.of("opacity"), List.of(lesion.value()),
                                List.of(lesion.lower()), List.of(lesion.upper()))),
                List.of(
                        new Figure.Mark("limit", CausalShortcut.EFFECT.value()),
                        new Figure.Mark("limit", -CausalShortcut.EFFECT.value())));
    }

    private static Figure.Series series(String name, List<EditResult> results, Function<EditResult, Estimate> of) {
        List<Estimate> estimates = results.stream().map(of).toList();
        return Figure.Series.rows(
                name,
                results.stream().map(EditResult::cell).toList(),
                estimates.stream().map(Estimate::value).toList(),
                estimates.stream().map(Estimate::lower).toList(),
                estimates.stream().map(Estimate::upper).toList());
    }
}
