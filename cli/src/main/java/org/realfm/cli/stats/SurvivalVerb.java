package org.realfm.cli.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Figure.Axis;
import org.realfm.ledger.Figure.Kind;
import org.realfm.ledger.Figure.Series;
import org.realfm.ledger.Finding;
import org.realfm.report.html.Numbers;
import org.realfm.stats.Band;
import org.realfm.stats.survival.AalenJohansen;
import org.realfm.stats.survival.Concordance;
import org.realfm.stats.survival.Cox;
import org.realfm.stats.survival.FollowUp;
import org.realfm.stats.survival.KaplanMeier;
import org.realfm.stats.survival.LogRank;
import org.realfm.stats.survival.RestrictedMean;
import org.realfm.stats.survival.SurvivalBrier;
import org.realfm.stats.survival.TimeDependentAuc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The verb `stats survival`.
@Command(
        name = "survival",
        description = {
            "Time to an event, right-censored: median, and with --horizon survival, cumulative incidence and restricted mean;"
                    + " with --score concordance (Harrell, Uno), the hazard ratio and the AUC at the horizon; with --risk"
                    + " the Brier score there; with --group each group and the log-rank test.",
            "The picture is the Kaplan-Meier curve, of each group where there are some, with pointwise bands."
        },
        footer = {
            "",
            "Examples:",
            "  realfm stats survival --table cases.csv --time days --event died \\",
            "      --score model --horizon 365",
            "  realfm stats survival --table cases.csv --time days --event died \\",
            "      --group stage --plot survival.svg"
        })
final class SurvivalVerb extends TableVerb {

    @Option(names = "--time", paramLabel = "COLUMN", required = true, description = "How long a row was followed.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String time;

    @Option(
            names = "--event",
            paramLabel = "COLUMN",
            required = true,
            description = "What ended it: 0 for censored, 1 for the event, 2 and more for other events.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String event;

    @Option(names = "--score", paramLabel = "COLUMN", description = "Higher speaks for an earlier event.")
    private @Nullable String score;

    @Option(names = "--risk", paramLabel = "COLUMN", description = "Predicted probability of the event by the horizon.")
    private @Nullable String risk;

    @Option(names = "--group", paramLabel = "COLUMN", description = "Give each value of this column lines of its own.")
    private @Nullable String group;

    @Option(names = "--horizon", paramLabel = "T", description = "A time, in the unit of the times.")
    private @Nullable Double horizon;

    @Option(names = "--patient", paramLabel = "COLUMN", description = "Who a row comes from. Default: each its own.")
    private @Nullable String patient;

    @Override
    Answer answer() {
        if (risk != null && horizon == null) {
            throw misused("--risk is a probability by a horizon: give --horizon too");
        }
        Rows rows = rows(time, event, score, risk, group, patient);
        FollowUp all = followed(rows);
        Answer answer = new Answer("Time to '" + event + "' by '" + time + "'");
        curve(answer, Finding.ALL, all);
        Rows.Coded groups = group == null ? null : rows.coded(group);
        if (groups != null) {
            each(rows, groups).forEach(part -> curve(answer, part.name, part.rows));
            LogRank test = LogRank.test(all, groups.of());
            answer.test(
                    "no difference between groups", test.pValue(),
                    "log-rank, chi-squared " + Printer.number(test.chiSquared()) + " on " + test.degreesOfFreedom());
        }
        ranked(answer, rows, all);
        if (risk != null && horizon != null) {
            double[] risks = rows.probabilities(risk);
            answer.add(SurvivalBrier.at("Brier at " + Numbers.plain(horizon), all, risks, 1, horizon, confidence()))
                    .add(SurvivalBrier.ipa("IPA at " + Numbers.plain(horizon), all, risks, 1, horizon, confidence()));
        }
        long events = IntStream.range(0, all.rows()).filter(i -> all.cause(i) == 1).count();
        answer.note(rows.told() + ": " + events + " events" + (competing(all) ? ", and others that compete" : "")
                + "; n counts " + (patient == null ? "rows." : "patients."));
        return answer.figure(() -> picture(groups == null ? List.of(new Part("all", all)) : each(rows, groups)));
    }

    /// A group.
    private record Part(String name, FollowUp rows) {}

    private List<Part> each(Rows rows, Rows.Coded groups) {
        List<Part> parts = new ArrayList<>();
        for (int g = 0; g < groups.names().size(); g++) {
            int code = g;
            parts.add(new Part(groups.names().get(g), followed(rows.where(row -> groups.of()[row] == code))));
        }
        return parts;
    }

    private FollowUp followed(Rows rows) {
        FollowUp followed = FollowUp.of(rows.numbers(time), rows.counts(event));
        return patient == null ? followed : followed.clustered(rows.units(patient));
    }

    private static boolean competing(FollowUp rows) {
        return IntStream.range(0, rows.rows()).anyMatch(i -> rows.cause(i) > 1);
    }

    private void curve(Answer answer, String cell, FollowUp rows) {
        KaplanMeier curve = KaplanMeier.of(rows);
        curve.quantile("median time", 0.5, confidence()).ifPresentOrElse(median -> answer.add(cell, median), () -> answer.note(
                "No median time [" + cell + "]: fewer than half had an event while they were followed."));
        if (horizon != null) {
            String at = " at " + Numbers.plain(horizon);
            answer.add(cell, curve.estimate("event-free" + at, horizon, confidence()));
            if (competing(rows)) {
                answer.add(cell, AalenJohansen.of(rows, 1).estimate("incidence" + at, horizon, confidence()));
            }
            answer.add(
                    cell, RestrictedMean.of("restricted mean to " + Numbers.plain(horizon), rows, horizon, confidence()));
        }
    }

    private void ranked(Answer answer, Rows rows, FollowUp all) {
        if (score == null) {
            return;
        }
        double[] scores = rows.numbers(score);
        FollowUp one = all.causeSpecific(1);
        double last = IntStream.range(0, one.rows())
                .filter(i -> one.cause(i) == 1)
                .mapToDouble(one::time)
                .max()
                .orElse(0);
        double tau = horizon == null ? last : horizon;
        answer.add(Concordance.harrell("Harrell's C", one, scores, confidence()))
                .add(Concordance.uno("Uno's C to " + Numbers.plain(tau), one, scores, tau, confidence()));
        if (horizon != null) {
            answer.add(TimeDependentAuc.at("AUC at " + Numbers.plain(horizon), all, scores, 1, horizon, confidence()));
        }
        if (Arrays.stream(scores).allMatch(Double::isFinite)) {
            double[][] x = Arrays.stream(scores).mapToObj(s -> new double[] {s}).toArray(double[][]::new);
            switch (Cox.fit(one, x)) {
                case Cox.Fit fit -> {
                    answer.add(fit.hazardRatio("hazard ratio, one unit", 0, confidence()));
                    answer.test(
                            "hazards are proportional", fit.proportionalHazards(0).pValue(), "Grambsch-Therneau");
                }
                case Cox.NotEstimable not -> answer.note("No hazard ratio: " + not.cause().name().toLowerCase(Locale.ROOT)
                        .replace('_', ' ') + ".");
            }
        }
    }

    private Figure picture(List<Part> parts) {
        List<Series> curves = parts.stream()
                .map(part -> steps(part.name, KaplanMeier.of(part.rows).band(confidence())))
                .toList();
        return new Figure(
                Kind.LINE, "survival", "Kaplan-Meier curve", Axis.fitted(time), new Axis("event-free", 0, 1), curves, List.of());
    }

    /// A step function from 1 at time 0.
    private static Series steps(String name, Band band) {
        List<Double> x = new ArrayList<>(List.of(0.0));
        List<Double> y = new ArrayList<>(List.of(1.0));
        List<Double> lower = new ArrayList<>(List.of(1.0));
        List<Double> upper = new ArrayList<>(List.of(1.0));
        for (int k = 0; k < band.x().length; k++) {
            x.addAll(List.of(band.x()[k], band.x()[k]));
            y.addAll(List.of(y.getLast(), band.y()[k]));
            lower.addAll(List.of(lower.getLast(), band.lower()[k]));
            upper.addAll(List.of(upper.getLast(), band.upper()[k]));
        }
        return Series.band(name, x, y, lower, upper);
    }
}
