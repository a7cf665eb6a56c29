package org.realfm.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.realfm.report.chart.Drawn.number;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Figure.Axis;
import org.realfm.ledger.Figure.Kind;
import org.realfm.ledger.Figure.Mark;
import org.realfm.ledger.Figure.Series;
import org.realfm.report.html.Html;
import org.w3c.dom.Element;

class ChartsTest {

    private static Drawn draw(Figure figure, Figure... beside) {
        List<Figure> peers = new ArrayList<>(List.of(beside));
        peers.add(figure);
        return Drawn.of(Charts.draw(figure, peers, "id", Html.text(figure.title())));
    }

    private static Figure lines(Axis y, List<Mark> marks, Series... series) {
        return new Figure(Kind.LINE, "curve", "A curve", Axis.unit("x"), y, List.of(series), marks);
    }

    private static Figure forest(List<Mark> marks, Series... series) {
        return new Figure(Kind.FOREST, "forest", "A forest", Axis.unit("proportion"), Axis.fitted(""), List.of(series), marks);
    }

    @Test
    void aCurveHasItsBandItsReferenceItsMarkAndItsWords() {
        Drawn drawn = draw(lines(
                Axis.unit("sensitivity"),
                List.of(new Mark("floor", 0.85)),
                Series.band("model", List.of(0.0, 0.5, 1.0), List.of(0.0, 0.9, 1.0), List.of(0.0, 0.8, 1.0), List.of(0.1, 0.95, 1.0)),
                Series.line("chance", List.of(0.0, 1.0), List.of(0.0, 1.0))));
        assertThat(drawn.all("path", "band", "s0")).hasSize(1);
        assertThat(drawn.all("path", "curve", "s0")).hasSize(1);
        assertThat(drawn.all("path", "curve", "s1")).isEmpty();
        assertThat(drawn.all("path", "reference")).hasSize(1);
        assertThat(drawn.texts("li")).containsExactly("model, with its band", "chance", "floor at 0.85");
        assertThat(drawn.texts("title")).containsExactly("A curve");
        assertThat(drawn.texts("desc"))
                .containsExactly("Curves of sensitivity against x. model: 0.000 (0.000 to 0.100) at 0,"
                        + " 0.900 (0.800 to 0.950) at 0.5, 1 at 1.");
        Element svg = drawn.all("svg", "drawing").getFirst();
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("id-t id-d");
    }

    @Test
    void unitAxesMakeASquare() {
        Drawn drawn = draw(lines(Axis.unit("y"), List.of(), Series.line("a", List.of(0.0, 0.4, 1.0), List.of(0.0, 0.7, 1.0))));
        Element window = drawn.all("svg").get(1);
        assertThat(number(window, "width")).isEqualTo(number(window, "height")).isPositive();
    }

    @Test
    void figuresThatStandTogetherShareTheirAxes() {
        Figure low = lines(Axis.fitted("y"), List.of(), Series.line("a", List.of(0.0, 0.5, 1.0), List.of(0.0, 0.1, 0.2)));
        Figure high = lines(Axis.fitted("y"), List.of(), Series.line("a", List.of(0.0, 0.5, 1.0), List.of(0.0, 5.0, 10.0)));
        assertThat(draw(low, high).texts("text", "tick")).isEqualTo(draw(high, low).texts("text", "tick"));
        assertThat(draw(low).texts("text", "tick")).isNotEqualTo(draw(high).texts("text", "tick"));
    }

    @Test
    void aComparatorThatFallsFarBelowZeroIsCutAndNotTheModel() {
        List<Double> x = List.of(0.1, 0.3, 0.5);
        Drawn drawn = draw(lines(
                Axis.fitted("net benefit"),
                List.of(),
                Series.line("model", x, List.of(0.3, 0.2, -0.05)),
                Series.line("treat all", x, List.of(0.3, -0.5, -4.0))));
        List<String> ticks = drawn.texts("text", "tick", "end");
        assertThat(ticks).doesNotContain("−4.0", "−1.0", "−0.5").contains("0.2");
        Element window = drawn.all("svg").get(1);
        double bottom = number(window, "y") + number(window, "height");
        String model = drawn.all("path", "curve", "s0").getFirst().getAttribute("d");
        assertThat(List.of(model.split("[ML ]+"))).filteredOn(part -> !part.isEmpty())
                .allMatch(part -> Double.parseDouble(part) <= bottom + 300);
        assertThat(Double.parseDouble(model.substring(model.lastIndexOf(' ') + 1))).isLessThan(bottom);
    }

    @Test
    void tooManyCurvesGetADrawingEach() {
        Series[] kinds = IntStream.range(0, 7)
                .mapToObj(k -> Series.line("kind " + k, List.of(0.0, 0.5, 1.0), List.of(0.9, 0.8, 0.7)))
                .toArray(Series[]::new);
        Drawn drawn = draw(lines(Axis.unit("AUROC"), List.of(), kinds));
        assertThat(drawn.all("svg", "drawing")).hasSize(7);
        assertThat(drawn.texts("text", "name")).startsWith("kind 0").endsWith("kind 6");
    }

    @Test
    void curvesOfThousandsOfPointsStaySmall() {
        List<Double> x = IntStream.range(0, 20_000).mapToObj(i -> i / 20_000.0).toList();
        Drawn drawn = draw(lines(Axis.unit("y"), List.of(), Series.line("roc", x, x.stream().map(Math::sqrt).toList())));
        assertThat(drawn.all("path", "curve").getFirst().getAttribute("d").length()).isLessThan(60_000);
    }

    @Test
    void emptySeriesDoNoHarm() {
        Series none = Series.band("none", List.of(), List.of(), List.of(), List.of());
        assertThat(draw(lines(Axis.unit("y"), List.of(), none)).all("path", "curve")).isEmpty();
        assertThat(draw(forest(List.of(), Series.rows("none", List.of(), List.of(), List.of(), List.of())))
                        .all("text", "value"))
                .isEmpty();
    }

    @Test
    void aForestPrintsItsNumbersAndSharesRows() {
        List<String> groups = List.of("sex=F", "sex=M");
        Drawn drawn = draw(forest(
                List.of(new Mark("floor", 0.8)),
                Series.rows("sensitivity", groups, List.of(0.9, 0.7), List.of(0.85, 0.6), List.of(0.94, 0.78)),
                Series.rows("specificity", groups, List.of(0.8, 0.81), List.of(0.75, 0.76), List.of(0.85, 0.86))));
        assertThat(drawn.texts("text", "value"))
                .containsExactly(
                        "0.900 (0.850 to 0.940)", "0.800 (0.750 to 0.850)", "0.700 (0.600 to 0.780)", "0.810 (0.760 to 0.860)");
        assertThat(drawn.texts("text", "name")).containsExactly("proportion", "sex=F", "sex=M");
        assertThat(drawn.texts("li")).containsExactly("sensitivity", "specificity", "floor at 0.8");
        assertThat(drawn.texts("desc").getFirst()).contains("sex=M, sensitivity: 0.700 (0.600 to 0.780).");
        Element worst = drawn.all("line", "whisker", "s0").get(2);
        Element mark = drawn.all("line", "mark").getFirst();
        assertThat(number(worst, "x2")).isLessThan(number(mark, "x1"));
    }

    @Test
    void seriesOfOtherRowsStandUnderTheirNames() {
        Drawn drawn = draw(forest(
                List.of(),
                Series.rows("edit", List.of("mark"), List.of(0.2), List.of(0.1), List.of(0.3)),
                Series.rows("lesion, for scale", List.of("opacity"), List.of(0.5), List.of(-1e6), List.of(1e6))));
        assertThat(drawn.texts("text", "heading")).containsExactly("edit", "lesion, for scale");
        assertThat(drawn.texts("text", "value")).containsExactly("0.20 (0.10 to 0.30)", "0.5 (no bounds)");
        assertThat(drawn.all("path", "whisker", "s1")).as("arrows at both open ends").hasSize(2);
    }

    @Test
    void longLabelsAreBrokenAndVeryLongOnesEnd() {
        String words = String.join(" ", Collections.nCopies(60, "word"));
        Drawn drawn = draw(forest(List.of(), Series.rows("a", List.of(words), List.of(0.5), List.of(0.4), List.of(0.6))));
        List<String> lines = drawn.texts("text", "name").subList(1, 4);
        assertThat(lines).allMatch(line -> line.length() <= 54);
        assertThat(lines.getLast()).endsWith("…");
        assertThat(drawn.texts("desc").getFirst()).as("in full for those who cannot see it").contains(words);
    }

    @Test
    void barsStandOnTheirAxisAndAreAsHighAsTheirValues() {
        Figure figure = new Figure(
                Kind.BARS, "scores", "Scores", Axis.unit("score"), Axis.fitted("share"),
                List.of(
                        Series.line("without", List.of(0.25, 0.75), List.of(0.8, 0.2)),
                        Series.line("with the condition", List.of(0.25, 0.75), List.of(0.0, 1.0))),
                List.of(new Mark("threshold", 0.5)));
        Drawn drawn = draw(figure);
        List<Element> first = drawn.all("rect", "bar", "s0");
        assertThat(first).hasSize(2);
        assertThat(number(first.get(0), "height") / number(first.get(1), "height")).isBetween(3.9, 4.1);
        assertThat(number(first.get(0), "y") + number(first.get(0), "height"))
                .isEqualTo(number(first.get(1), "y") + number(first.get(1), "height"));
        assertThat(drawn.all("rect", "bar", "s1")).as("nothing where there is nothing").hasSize(1);
        assertThat(drawn.all("line", "mark")).hasSize(3);
    }

    @Test
    void namesAreEscaped() {
        String evil = "<script>alert(1)</script>";
        Drawn drawn = draw(forest(List.of(), Series.rows(evil, List.of(evil), List.of(0.5), List.of(0.4), List.of(0.6))));
        assertThat(drawn.all("script")).isEmpty();
        assertThat(drawn.texts("text", "name")).contains(evil);
    }
}
