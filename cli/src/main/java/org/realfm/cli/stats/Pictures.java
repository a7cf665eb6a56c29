package org.realfm.cli.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Figure.Axis;
import org.realfm.ledger.Figure.Kind;
import org.realfm.ledger.Figure.Series;
import org.realfm.ledger.Finding;
import org.realfm.stats.Band;
import org.realfm.stats.Estimate;

/// Figures that several families draw.
final class Pictures {

    private Pictures() {}

    static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    static Series band(String name, Band band) {
        return Series.band(name, list(band.x()), list(band.y()), list(band.lower()), list(band.upper()));
    }

    /// ROC curves over the line of chance.
    static Figure roc(String title, List<Series> curves) {
        List<Series> series = new ArrayList<>(curves);
        series.add(Series.line("chance", List.of(0.0, 1.0), List.of(0.0, 1.0)));
        return new Figure(
                Kind.LINE, "roc", title, Axis.unit("1 - specificity"), Axis.unit("sensitivity"), series, List.of());
    }

    /// One row an estimate, those of one name in one series.
    static Figure forest(String title, String axis, List<Answer.Line> lines) {
        Map<String, List<Answer.Line>> byName = new LinkedHashMap<>();
        lines.forEach(line -> byName.computeIfAbsent(line.estimate().name(), name -> new ArrayList<>()).add(line));
        boolean cells = lines.stream().anyMatch(line -> !line.cell().equals(Finding.ALL));
        List<Series> series = new ArrayList<>();
        if (cells) {
            byName.forEach((name, of) -> series.add(rows(name, of, true)));
        } else {
            series.add(rows(title, lines, false));
        }
        return new Figure(Kind.FOREST, "forest", title, Axis.fitted(axis), Axis.fitted(""), series, List.of());
    }

    private static Series rows(String name, List<Answer.Line> lines, boolean byCell) {
        List<Estimate> estimates = lines.stream().map(Answer.Line::estimate).toList();
        return Series.rows(
                name,
                lines.stream().map(line -> byCell ? line.cell() : line.estimate().name()).toList(),
                estimates.stream().map(Estimate::value).toList(),
                estimates.stream().map(e -> bounded(e.lower())).toList(),
                estimates.stream().map(e -> bounded(e.upper())).toList());
    }

    /// Open ends as figures hold them.
    private static double bounded(double end) {
        return Math.clamp(end, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
}
