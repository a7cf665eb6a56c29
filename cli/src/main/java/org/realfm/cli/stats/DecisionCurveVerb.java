package org.realfm.cli.stats;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Figure.Axis;
import org.realfm.ledger.Figure.Kind;
import org.realfm.ledger.Figure.Series;
import org.realfm.report.html.Numbers;
import org.realfm.stats.Band;
import org.realfm.stats.Estimate;
import org.realfm.stats.NetBenefit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The verb `stats decision-curve`.
@Command(
        name = "decision-curve",
        description = {
            "What acting on predicted probabilities is worth: net benefit against the better of treating all and treating"
                    + " none, over threshold probabilities, with a band that holds for all of them at once.",
            "The picture is the decision curve."
        },
        footer = {
            "",
            "Examples:",
            "  realfm stats decision-curve --table cases.csv --truth pneumonia \\",
            "      --risk model --from 0.05 --to 0.5",
            "  realfm stats decision-curve --table cases.csv --truth y --risk p \\",
            "      --patient patient --plot curve.svg"
        })
final class DecisionCurveVerb extends RiskVerb {

    private static final int MOST = 1000;

    @Option(names = "--from", paramLabel = "T", description = "Least threshold probability. Default: 0.05.")
    private double from = 0.05;

    @Option(names = "--to", paramLabel = "T", description = "Greatest threshold probability. Default: 0.5.")
    private double to = 0.5;

    @Option(names = "--step", paramLabel = "T", description = "From one to the next. Default: 0.05.")
    private double step = 0.05;

    @Option(
            names = "--harm",
            paramLabel = "H",
            description = "Of running the model on one patient, in true positives. Default: 0.")
    private double harm;

    @Override
    Answer answer() {
        Rows rows = used(risk());
        boolean[] truth = truths(rows);
        NetBenefit benefit = NetBenefit.of(rows.probabilities(risk()), truth).withHarm(harm);
        NetBenefit.Curve curve = benefit.curve(thresholds(), plan(rows), confidence());
        Answer answer = new Answer("Net benefit of '" + risk() + "' for '" + truth() + "', in true positives a patient");
        long units = Arrays.stream(rows.units(patient())).distinct().count();
        Band gain = curve.simultaneous();
        for (int k = 0; k < gain.x().length; k++) {
            answer.add(
                    "threshold " + Numbers.plain(gain.x()[k]),
                    new Estimate(
                            "gain", gain.y()[k], gain.lower()[k], gain.upper()[k],
                            gain.confidence(), gain.method(), units));
        }
        describe(answer, rows, true);
        answer.note("Gain: net benefit of the model less that of the better of treating all and treating none.");
        answer.note("Better than both, for sure, at " + Math.round(100 * curve.shareBetter()) + "% of the thresholds"
                + (curve.worseSomewhere() ? ", and worse than one of them, for sure, somewhere." : "."));
        return answer.figure(() -> picture(curve));
    }

    private double[] thresholds() {
        if (!(from > 0 && from <= to && to < 1 && step > 0) || (to - from) / step > MOST) {
            throw misused("thresholds run from " + from + " to " + to + " by " + step
                    + ", expected 0 < from <= to < 1 and a step above 0, at most " + MOST + " of them");
        }
        int count = (int) Math.floor((to - from) / step + 1e-9) + 1;
        return IntStream.range(0, count).mapToDouble(i -> from + i * step).toArray();
    }

    private Figure picture(NetBenefit.Curve curve) {
        List<Double> x = Pictures.list(curve.thresholds());
        return new Figure(
                Kind.LINE, "decision-curve", "Decision curve of " + risk(), Axis.fitted("threshold probability"),
                Axis.fitted("net benefit"),
                List.of(
                        Series.line(risk(), x, Pictures.list(curve.model())),
                        Series.line("treat all", x, Pictures.list(curve.treatAll()))),
                List.of(new Figure.Mark("treat none", 0)));
    }
}
