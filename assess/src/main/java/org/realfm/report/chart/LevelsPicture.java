package org.realfm.report.chart;

import static org.realfm.report.html.Html.all;
import static org.realfm.report.html.Html.each;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.realfm.report.html.Content;

/// The levels of the dimensions as intervals from 0 to 4: a disc where the evidence is, a ring where it could be if
/// everything open were settled well. A wide interval means ignorance, a narrow low one means failure.
public final class LevelsPicture {

    private static final int HIGHEST = 4;
    private static final double ROW = 26;
    private static final double TOP = 22;

    private LevelsPicture() {}

    /// The interval of one dimension.
    public record Line(String name, int lower, int upper) {

        /// The interval in words.
        public String words() {
            return lower == upper ? String.valueOf(lower) : lower + " to " + upper;
        }
    }

    /// The intervals of one model.
    public static Content draw(String id, String model, List<Line> lines) {
        Scale x = new Scale(0, HIGHEST, 106, 280);
        double bottom = TOP + ROW * lines.size();
        List<Content> rows = new ArrayList<>();
        for (int k = 0; k < lines.size(); k++) {
            rows.add(row(lines.get(k), x, TOP + ROW * (k + 0.5)));
        }
        String words = lines.stream()
                .map(line -> line.name() + ": " + line.words())
                .collect(Collectors.joining("; ", "From 0 to 4. ", "."));
        return Svg.drawing(
                id,
                LineChart.WIDTH,
                bottom + 6,
                "Levels of the dimensions of " + model,
                words,
                each(x.ticks(HIGHEST), tick -> all(
                        Svg.line(x.at(tick), TOP, x.at(tick), bottom).of("grid"),
                        Svg.label(x.at(tick), 14, x.label(tick, HIGHEST)).of("tick middle"))),
                each(rows, row -> row));
    }

    private static Content row(Line line, Scale x, double y) {
        return all(
                Svg.label(0, y + 4, line.name()).of("name"),
                Svg.line(x.at(line.lower()), y, x.at(line.upper()), y).of("reach"),
                Svg.circle(x.at(line.upper()), y, 5).of("at-best"),
                Svg.circle(x.at(line.lower()), y, 5).of("held"),
                Svg.label(LineChart.WIDTH, y + 4, line.words()).of("value end"));
    }
}
