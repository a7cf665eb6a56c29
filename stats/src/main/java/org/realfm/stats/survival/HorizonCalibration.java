package org.realfm.stats.survival;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// Do predicted risks at a horizon agree with how many have the event by then? What is observed is the Aalen-Johansen
/// incidence (with one cause, 1 - Kaplan-Meier), so that censored subjects count as long as they were followed.
///
/// Sources: Royston & Altman 2013, doi:10.1186/1471-2288-13-33; Austin, Harrell & van Klaveren 2020,
/// doi:10.1002/sim.8570.
public final class HorizonCalibration {

    private HorizonCalibration() {}

    /// A group of subjects with similar predictions.
    ///
    /// @param predicted mean predicted risk
    /// @param observed  incidence at the horizon
    public record Group(double predicted, Estimate observed) {}

    /// Observed over expected: incidence at t / mean predicted risk. The interval is on the log scale, and takes both
    /// as estimated from the same subjects (infinitesimal jackknife over rows or clusters).
    ///
    /// Where nobody has the event by t the ratio is 0 and its upper end that of the incidence over the mean risk. A
    /// mean risk of 0, or a horizon beyond all follow-up, is an IllegalArgumentException.
    ///
    /// @param risk for each row the predicted probability of the event by t, in [0, 1]
    public static Estimate observedToExpected(
            String name, FollowUp rows, double[] risk, int cause, double t, double confidence) {
        rows.sameRows(risk.length, "risk");
        RiskTable table = TimeDependentAuc.horizon(rows, cause, t);
        double expected = mean(rows, risk);
        Require.that(expected > 0, "the mean predicted risk is 0");
        AalenJohansen observed = AalenJohansen.of(table, cause);
        double incidence = observed.incidence(t);
        double value = incidence / expected;
        String method = "Aalen-Johansen over mean risk, log";
        if (incidence == 0 || rows.units() < 2) {
            double upper = incidence == 0
                    ? observed.estimate(name, t, confidence).upper() / expected
                    : Double.POSITIVE_INFINITY;
            return new Estimate(name, value, 0, upper, confidence, method, rows.units());
        }
        double total = IntStream.range(0, risk.length).mapToDouble(rows::weight).sum();
        double[] derivative = observed.derivative(t);
        Arrays.setAll(derivative, i -> derivative[i] / incidence - (risk[i] - expected) / (total * expected));
        double half = StandardNormal.critical(confidence) * Math.sqrt(rows.variance(derivative));
        return new Estimate(
                name, value, value * Math.exp(-half), value * Math.exp(half), confidence, method, rows.units());
    }

    /// Observed against predicted in groups of about equal size by predicted risk; equal risks stay together, so that
    /// there may be fewer groups than asked for. Groups in which nobody was followed up to t are left out.
    ///
    /// @param groups how many, at least 1
    public static List<Group> groups(
            FollowUp rows, double[] risk, int cause, double t, int groups, double confidence) {
        rows.sameRows(risk.length, "risk");
        Require.notEmpty(groups, "groups");
        TimeDependentAuc.horizon(rows, cause, t);
        mean(rows, risk);
        int[] order = IntStream.range(0, risk.length)
                .filter(i -> rows.weight(i) > 0)
                .boxed()
                .sorted((a, b) -> Double.compare(risk[a], risk[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Group> result = new ArrayList<>();
        int from = 0;
        for (int g = 1; g <= groups; g++) {
            int to = Math.max(from, (int) ((long) g * order.length / groups));
            while (to > from && to < order.length && risk[order[to]] == risk[order[to - 1]]) {
                to++;
            }
            if (to > from) {
                boolean[] in = new boolean[risk.length];
                for (int k = from; k < to; k++) {
                    in[order[k]] = true;
                }
                FollowUp part = rows.where(in);
                if (RiskTable.of(part).reaches(t)) {
                    double[] of = IntStream.range(0, risk.length)
                            .filter(i -> in[i])
                            .mapToDouble(i -> risk[i])
                            .toArray();
                    String name = "observed in group " + g;
                    result.add(new Group(
                            mean(part, of), AalenJohansen.of(part, cause).estimate(name, t, confidence)));
                }
            }
            from = to;
        }
        return result;
    }

    private static double mean(FollowUp rows, double[] risk) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < risk.length; i++) {
            Require.share(risk[i], "risk");
            sum += rows.weight(i) * risk[i];
            total += rows.weight(i);
        }
        return sum / total;
    }
}
