package org.realfm.report.chart;

import static org.realfm.report.html.Html.NOTHING;
import static org.realfm.report.html.Html.all;
import static org.realfm.report.html.Html.each;

import java.util.List;
import org.realfm.ledger.verdict.Level;
import org.realfm.report.html.Content;

/// The ladder of verdicts as stairs: steps that are held are filled, those that open questions may still give are
/// hatched, those that nothing found so far forbids are outlined, and those beyond the cap are barred.
public final class LadderPicture {

    private static final double STEP = 56;
    private static final double RISE = 13;
    private static final double FLOOR = 108;
    private static final double FIRST = 18;

    private LadderPicture() {}

    /// The stairs of one model.
    public static Content draw(String id, String model, Level level, Level upper, Level cap) {
        double wall = (cap.ordinal() + 1) * STEP;
        Content steps = each(List.of(Level.values()), step -> all(
                Svg.rect(left(step), top(step), STEP - 4, FLOOR - top(step)).of("step " + state(step, level, upper, cap)),
                Svg.label(left(step) + STEP / 2 - 2, FLOOR + 17, step.name())
                        .of(step == level ? "step-name now middle" : "step-name middle")));
        return Svg.drawing(
                id,
                LineChart.WIDTH,
                FLOOR + 24,
                "Verdict of " + model,
                "On a ladder from V0 to V5: now at " + level + " (" + level.title() + "), at best at " + upper
                        + " if everything open were settled well, capped at " + cap + ".",
                steps,
                pointer(level, level == upper ? "now, and at best" : "now"),
                level == upper ? NOTHING : pointer(upper, "at best"),
                cap == Level.V5
                        ? NOTHING
                        : all(
                                Svg.line(wall, 10, wall, FLOOR + 4).of("wall"),
                                Svg.label(wall + 6, 20, "cap").of("wall-name")));
    }

    private static String state(Level step, Level level, Level upper, Level cap) {
        if (step.compareTo(level) <= 0) {
            return "held";
        }
        if (step.compareTo(upper) <= 0) {
            return "open";
        }
        return step.compareTo(cap) <= 0 ? "free" : "barred";
    }

    private static Content pointer(Level step, String words) {
        boolean atLeft = step == Level.V0;
        double x = atLeft ? left(step) : left(step) + STEP / 2 - 2;
        return Svg.label(x, top(step) - 7, words).of(atLeft ? "pointer" : "pointer middle");
    }

    private static double left(Level step) {
        return step.ordinal() * STEP + 2;
    }

    private static double top(Level step) {
        return FLOOR - FIRST - RISE * step.ordinal();
    }
}
