package org.realfm.cli.stats;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Figure.Axis;
import org.realfm.ledger.Figure.Kind;
import org.realfm.ledger.Figure.Series;
import org.realfm.stats.Band;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Calibration;
import org.realfm.stats.Estimate;
import org.realfm.stats.JointMeasures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The verb `stats calibration`.
@Command(
        name = "calibration",
        description = {
            "Agreement of predicted probabilities with outcomes: observed over expected, calibration-in-the-large, slope,"
                    + " Brier score, expected calibration error, and distances to the flexible curve (ICI, E50, E90).",
            "The picture is the reliability diagram: the flexible curve with a simultaneous band, and groups of equal mass."
        },
        footer = {
            "",
            "Examples:",
            "  realfm stats calibration --table cases.csv --truth pneumonia --risk model \\",
            "      --plot reliability.svg",
            "  realfm stats calibration --table cases.csv --truth y --risk p \\",
            "      --patient patient --groups 15 --json"
        })
final class CalibrationVerb extends RiskVerb {

    private static final int GRID = 50;

    @Option(names = "--groups", paramLabel = "N", description = "Of equal mass, for the ECE and the picture. Default: 10.")
    private int groups = 10;

    @Option(names = "--knots", paramLabel = "3..5", description = "Of the flexible curve. Default: 4.")
    private int knots = 4;

    @Override
    Answer answer() {
        Rows rows = used(risk());
        boolean[] truth = truths(rows);
        double[] risks = rows.probabilities(risk());
        Calibration independent = Calibration.of(risks, truth);
        Calibration calibration =
                patient() == null ? independent : independent.byCluster(rows.units(patient()));
        Bootstrap.Plan plan = plan(rows);
        Answer answer = new Answer("Calibration of '" + risk() + "' for '" + truth() + "'")
                .add(calibration.observedExpected(confidence()))
                .add(calibration.intercept(confidence()), "No calibration-in-the-large: only one class is present.")
                .add(
                        calibration.slope(confidence()),
                        "No calibration slope: only one class is present, the probabilities separate the classes, or all"
                                + " are equal.")
                .add(calibration.brier(confidence()))
                .add(expectedCalibrationError(risks, truth, plan));
        calibration.indices(knots, plan, confidence()).forEach(answer::add);
        describe(answer, rows, true);
        return answer.figure(() -> reliability(calibration, risks, plan));
    }

    /// The ECE, which is biased upwards, and so are the ends of its percentile interval.
    private Estimate expectedCalibrationError(double[] risks, boolean[] truth, Bootstrap.Plan plan) {
        double value = Calibration.of(risks, truth).expectedCalibrationError(groups);
        double[][] replicates = Bootstrap.replicate(plan, JointMeasures.of(risks, truth, 0.5, groups)::at);
        return Bootstrap.percentile(
                "ECE, " + groups + " groups of equal mass", value,
                Bootstrap.column(replicates, JointMeasures.Measure.ECE.ordinal()), confidence(), plan.clusters());
    }

    private Figure reliability(Calibration calibration, double[] risks, Bootstrap.Plan plan) {
        double least = Arrays.stream(risks).min().orElseThrow();
        double most = Arrays.stream(risks).max().orElseThrow();
        double[] grid = IntStream.rangeClosed(0, GRID)
                .mapToDouble(i -> least + (most - least) * i / GRID)
                .toArray();
        Band curve = calibration.simultaneousBand(knots, plan, grid, confidence());
        List<Calibration.Bin> bins = calibration.bins(groups, confidence());
        return new Figure(
                Kind.LINE, "reliability", "Reliability diagram of " + risk(), Axis.unit("predicted probability"),
                Axis.unit("observed share"),
                List.of(
                        Pictures.band("flexible curve", curve),
                        Series.line(
                                "groups of equal mass",
                                bins.stream().map(Calibration.Bin::meanRisk).toList(),
                                bins.stream().map(bin -> bin.observed().value()).toList()),
                        Series.line("perfect", List.of(0.0, 1.0), List.of(0.0, 1.0))),
                List.of());
    }
}
