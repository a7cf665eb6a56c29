package org.realfm.stats.selective;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Mean;
import org.realfm.stats.Order;
import org.realfm.stats.Proportion;
import org.realfm.stats.Require;

/// What is gained by answering only where the model is confident. Cases are accepted in the order of confidence; among
/// the k accepted of n, *coverage* is k/n, *selective risk* the mean loss of the accepted, *generalised risk* their loss
/// over all n cases.
///
/// - AURC = 1/n sum_k (selective risk of the first k). Geifman & El-Yaniv 2017. It gives the loss of the most confident
///   case a weight of about ln n and is hard to compare between models; *excess* AURC takes away what an oracle that
///   ranks by the loss itself would have (Geifman, Uziel & El-Yaniv 2019).
/// - AUGRC, the area under the generalised risk by coverage: the chance that a random case is a failure and gets past a
///   threshold drawn at random among the cases. For losses of 0 and 1 with the share of failures e and the AUROC A of
///   confidence for telling correct from failed, it is (1 - A) e (1 - e) + e^2 / 2. Prefer it.
///
/// A useless confidence has an AURC of the mean loss and an AUGRC of half of it. Tied confidences are in no order: every
/// number is the mean over all orders of the tied.
///
/// Sources: Geifman & El-Yaniv 2017, arXiv:1705.08500; Geifman, Uziel & El-Yaniv 2019, arXiv:1805.08206; Traub et al.
/// 2024, arXiv:2407.01032 (AUGRC).
public final class RiskCoverage {

    private final double[] confidence;
    private final double[] loss;
    private final Order byConfidence;
    private final Order byLoss;

    private RiskCoverage(double[] confidence, double[] loss) {
        this.confidence = confidence;
        this.loss = loss;
        this.byConfidence = descending(confidence);
        this.byLoss = Order.ascending(loss);
    }

    /// @param confidence of each case, higher where the model is surer; may be infinite, not NaN
    /// @param loss       of each case, finite and not negative: 1 where the answer was wrong and 0 otherwise, or a cost
    public static RiskCoverage of(double[] confidence, double[] loss) {
        Require.sameLength(confidence.length, loss.length, "loss");
        Require.notEmpty(loss.length, "cases");
        for (int i = 0; i < loss.length; i++) {
            Require.that(!Double.isNaN(confidence[i]), "confidence " + i + " is NaN");
            Require.that(
                    loss[i] >= 0 && Double.isFinite(loss[i]), "losses must be finite and not negative, found " + loss[i]);
        }
        return new RiskCoverage(confidence.clone(), loss.clone());
    }

    private static Order descending(double[] key) {
        return Order.ascending(Arrays.stream(key).map(k -> -k).toArray());
    }

    /// What is done with each group of ties.
    private interface Group {

        /// @param before cases accepted before the group
        /// @param lost   their loss
        /// @param size   cases of the group, above 0
        /// @param sum    their loss
        double add(int before, double lost, int size, double sum);
    }

    private double sum(Order order, int[] count, Group group) {
        int before = 0;
        double lost = 0;
        double total = 0;
        int k = 0;
        for (int end : order.end()) {
            int size = 0;
            double sum = 0;
            for (; k < end; k++) {
                size += count[order.row()[k]];
                sum += count[order.row()[k]] * loss[order.row()[k]];
            }
            if (size > 0) {
                total += group.add(before, lost, size, sum);
            }
            before += size;
            lost += sum;
        }
        return total;
    }

    private int[] ones() {
        int[] ones = new int[loss.length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private double aurc(Order order, int[] count) {
        double[] harmonic = new double[Arrays.stream(count).sum() + 1];
        for (int k = 1; k < harmonic.length; k++) {
            harmonic[k] = harmonic[k - 1] + 1.0 / k;
        }
        // Over j = 1..size of (lost + mean j) / (before + j), where the tied are worth their mean.
        double area = sum(order, count, (before, lost, size, sum) ->
                sum + (lost - sum / size * before) * (harmonic[before + size] - harmonic[before]));
        return area / (harmonic.length - 1);
    }

    private double excess(int[] count) {
        return Math.max(0, aurc(byConfidence, count) - aurc(byLoss, count));
    }

    private double augrc(int[] count) {
        double n = Arrays.stream(count).sum();
        return sum(byConfidence, count, (before, lost, size, sum) -> size * (lost + sum / 2)) / (n * n);
    }

    private double riskAt(double coverage, int[] count) {
        double n = Arrays.stream(count).sum();
        int accepted = (int) Math.clamp((long) Math.ceil(coverage * n - 1e-9), 1, (long) n);
        return sum(byConfidence, count, (before, lost, size, sum) ->
                        sum * Math.clamp((double) (accepted - before) / size, 0, 1))
                / accepted;
    }

    /// Area under selective risk by coverage.
    public double aurc() {
        return aurc(byConfidence, ones());
    }

    /// AURC less that of the oracle, not negative.
    public double excessAurc() {
        return excess(ones());
    }

    /// Area under generalised risk by coverage.
    public double augrc() {
        return augrc(ones());
    }

    /// Selective risk of the ceil(coverage x n) most confident cases; of the tied at the border, a part of each.
    ///
    /// @param coverage above 0, at most 1
    public double riskAt(double coverage) {
        coverage(coverage);
        return riskAt(coverage, ones());
    }

    private static void coverage(double coverage) {
        Require.that(coverage > 0 && coverage <= 1, "coverage must lie in (0, 1], found " + coverage);
    }

    /// AURC with a bootstrap percentile interval over patients.
    public Estimate aurc(String name, Bootstrap.Plan plan, double level) {
        return interval(name, plan, counts -> aurc(byConfidence, counts), level);
    }

    /// Excess AURC with a bootstrap percentile interval over patients.
    public Estimate excessAurc(String name, Bootstrap.Plan plan, double level) {
        return interval(name, plan, this::excess, level);
    }

    /// AUGRC with a bootstrap percentile interval over patients.
    public Estimate augrc(String name, Bootstrap.Plan plan, double level) {
        return interval(name, plan, this::augrc, level);
    }

    /// Selective risk at a planned coverage with a bootstrap percentile interval over patients; the threshold that gives
    /// the coverage is found anew in each replicate.
    public Estimate riskAt(String name, double coverage, Bootstrap.Plan plan, double level) {
        coverage(coverage);
        return interval(name, plan, counts -> riskAt(coverage, counts), level);
    }

    private Estimate interval(String name, Bootstrap.Plan plan, ToDoubleFunction<int[]> statistic, double level) {
        Require.sameLength(loss.length, plan.rows(), "rows of the bootstrap");
        return Bootstrap.percentile(name, plan, statistic, level);
    }

    /// A threshold in use: accept where confidence is at least the threshold.
    ///
    /// @param coverage share of cases accepted, with the Wilson interval of clustered items
    /// @param risk     mean loss of the accepted, with Wilson's interval where every loss is 0 or 1 and Student's
    ///                 otherwise, robust to several cases of a patient; empty where nothing is accepted
    public record Operating(Estimate coverage, Optional<Estimate> risk) {}

    /// Coverage and selective risk at a threshold that was fixed beforehand.
    ///
    /// @param patient for each case
    public Operating at(double threshold, int[] patient, double level) {
        Require.sameLength(loss.length, patient.length, "patient");
        boolean[] accepted = new boolean[loss.length];
        for (int i = 0; i < accepted.length; i++) {
            accepted[i] = confidence[i] >= threshold;
        }
        Estimate coverage = Proportion.clustered("coverage", accepted, patient, level);
        int[] kept = IntStream.range(0, loss.length).filter(i -> accepted[i]).toArray();
        if (kept.length == 0) {
            return new Operating(coverage, Optional.empty());
        }
        double[] losses = Arrays.stream(kept).mapToDouble(i -> loss[i]).toArray();
        int[] patients = Arrays.stream(kept).map(i -> patient[i]).toArray();
        if (Arrays.stream(losses).anyMatch(l -> l != 0 && l != 1)) {
            return new Operating(
                    coverage, Optional.of(Mean.clustered("selective risk", losses, patients, level)));
        }
        boolean[] failed = new boolean[losses.length];
        for (int k = 0; k < failed.length; k++) {
            failed[k] = losses[k] == 1;
        }
        return new Operating(
                coverage, Optional.of(Proportion.clustered("selective risk", failed, patients, level)));
    }

    /// The curve: one point for each distinct confidence.
    ///
    /// @param threshold descending
    /// @param coverage  share of cases with at least that confidence
    /// @param risk      mean loss of those
    @SuppressWarnings("ArrayRecordComponent")
    public record Curve(double[] threshold, double[] coverage, double[] risk) {}

    public Curve curve() {
        int points = byConfidence.end().length;
        double[] threshold = new double[points];
        double[] coverage = new double[points];
        double[] risk = new double[points];
        double lost = 0;
        int k = 0;
        for (int g = 0; g < points; g++) {
            for (; k < byConfidence.end()[g]; k++) {
                lost += loss[byConfidence.row()[k]];
            }
            threshold[g] = confidence[byConfidence.row()[k - 1]];
            coverage[g] = (double) k / loss.length;
            risk[g] = lost / k;
        }
        return new Curve(threshold, coverage, risk);
    }
}
