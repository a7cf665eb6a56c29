package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import org.realfm.stats.Logistic;
import org.realfm.study.Cohort;
import org.realfm.study.Grouping;

/// Which of two populations a case belongs to, by its groups and its truth: logistic regression on indicators (an
/// unknown group is a value of its own). The odds of belonging to the site are, but for a constant, the ratio of the two
/// case mixes' densities, and so the weights that carry the internal cases over to the site's mix. The truth is among the
/// predictors, so that a difference of prevalence is not taken for one of patients.
///
/// Cases with the same groups and truth share a row of the regression, whatever their number.
///
/// Source: Debray 2015, doi:10.1016/j.jclinepi.2014.06.018; Shimodaira 2000, doi:10.1016/S0378-3758(00)00115-4.
final class Membership {

    /// Of either population added to each row, so that the odds stay finite where one has no such case.
    private static final double PSEUDO_COUNT = 0.01;

    /// A group that this share of the site's cases is in must have internal cases.
    private static final double RELEVANT = 0.05;

    private final double[][] designs;
    private final int[] designOf;
    private final int internal;
    private final List<String> missing;

    private Membership(double[][] designs, int[] designOf, int internal, List<String> missing) {
        this.designs = designs;
        this.designOf = designOf;
        this.internal = internal;
        this.missing = missing;
    }

    static Membership of(Cohort cohort, ScoredCases internal, ScoredCases site) {
        int n = internal.size();
        int all = n + site.size();
        double[][] rows = new double[all][];
        List<Grouping> groups = cohort.columns().groups();
        for (int i = 0; i < all; i++) {
            rows[i] = new double[] {1, (i < n ? internal.truth()[i] : site.truth()[i - n]) ? 1 : 0};
        }
        List<String> missing = new ArrayList<>();
        for (Grouping grouping : groups) {
            int[] value = new int[all];
            for (int i = 0; i < all; i++) {
                value[i] = grouping.of()[i < n ? internal.rows()[i] : site.rows()[i - n]];
            }
            List<Integer> values = new ArrayList<>(new TreeSet<>(Arrays.stream(value).boxed().toList()));
            for (int v : values) {
                long home = Arrays.stream(value, 0, n).filter(each -> each == v).count();
                long away = Arrays.stream(value, n, all).filter(each -> each == v).count();
                if (home == 0 && away >= RELEVANT * site.size()) {
                    missing.add(v < 0 ? grouping.column() + " unknown" : grouping.cell(v));
                }
            }
            for (int v : values.subList(1, values.size())) {
                for (int i = 0; i < all; i++) {
                    rows[i] = Arrays.copyOf(rows[i], rows[i].length + 1);
                    rows[i][rows[i].length - 1] = value[i] == v ? 1 : 0;
                }
            }
        }
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<double[]> designs = new ArrayList<>();
        int[] designOf = new int[all];
        for (int i = 0; i < all; i++) {
            double[] row = rows[i];
            designOf[i] = numbers.computeIfAbsent(Arrays.toString(row), key -> {
                designs.add(row);
                return designs.size() - 1;
            });
        }
        return new Membership(designs.toArray(double[][]::new), designOf, n, missing);
    }

    /// Groups that the site has and the internal cases lack.
    List<String> missing() {
        return missing;
    }

    /// The weight of each internal case in the site's mix, up to a constant; of length 0 where groups are linearly
    /// dependent.
    ///
    /// @param count how often each case counts, the internal ones first
    double[] weights(IntToDoubleFunction count) {
        double[] odds = odds(count);
        return odds.length == 0
                ? odds
                : Arrays.stream(designOf, 0, internal).mapToDouble(d -> odds[d]).toArray();
    }

    /// The design of a case: its groups and its truth.
    int design(int i) {
        return designOf[i];
    }

    /// The weights by the design of the case; of length 0 where groups are linearly dependent.
    ///
    /// @param count see [#weights]
    double[] odds(IntToDoubleFunction count) {
        int k = designs.length;
        double[][] x = new double[2 * k][];
        boolean[] y = new boolean[2 * k];
        double[] weight = new double[2 * k];
        Arrays.fill(weight, PSEUDO_COUNT);
        for (int d = 0; d < k; d++) {
            x[d] = designs[d];
            x[k + d] = designs[d];
            y[k + d] = true;
        }
        for (int i = 0; i < designOf.length; i++) {
            weight[designOf[i] + (i < internal ? 0 : k)] += count.applyAsDouble(i);
        }
        Logistic model = Logistic.fit(x, y, new double[2 * k], weight);
        if (model instanceof Logistic.NotEstimable open && open.cause() == Logistic.Cause.COLLINEARITY) {
            return new double[0];
        }
        double[] odds = new double[k];
        for (int d = 0; d < k; d++) {
            double p = model.probability(designs[d], 0);
            odds[d] = p / (1 - p);
        }
        return odds;
    }
}
