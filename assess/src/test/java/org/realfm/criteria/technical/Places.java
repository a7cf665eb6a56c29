package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.realfm.controls.Synthetic;

/// Cases of several sites, written down block by block.
final class Places {

    private final List<@Nullable String> site = new ArrayList<>();
    private final List<String> group = new ArrayList<>();
    private final List<Integer> truth = new ArrayList<>();
    private final List<Double> score = new ArrayList<>();

    /// `n` cases of one site, truth and group, of which the first `called` have a high score and the others a low one.
    Places block(String where, int present, String who, int n, int called) {
        for (int i = 0; i < n; i++) {
            add(where, present, who, i < called ? 0.9 : 0.1);
        }
        return this;
    }

    /// A site whose well have scores logit((i - 0.5) / n), and whose sick the same plus a shift.
    Places logistic(String where, int sick, int well, double shift) {
        for (int i = 0; i < sick; i++) {
            add(where, 1, "all", quantile(i, sick) + shift);
        }
        for (int i = 0; i < well; i++) {
            add(where, 0, "all", quantile(i, well));
        }
        return this;
    }

    private static double quantile(int i, int n) {
        double p = (i + 0.5) / n;
        return Math.log(p / (1 - p));
    }

    Places add(@Nullable String where, int present, String who, double value) {
        site.add(where);
        truth.add(present);
        group.add(who);
        score.add(value);
        return this;
    }

    /// The last `n` cases get no score.
    Places failing(int n) {
        for (int i = score.size() - n; i < score.size(); i++) {
            score.set(i, Double.NaN);
        }
        return this;
    }

    int size() {
        return truth.size();
    }

    Synthetic cases() {
        return Synthetic.cases(truth.stream().mapToInt(Integer::intValue).toArray())
                .score(score.stream().mapToDouble(Double::doubleValue).toArray())
                .site(site.toArray(new @Nullable String[0]));
    }

    Synthetic casesWithGroups() {
        return cases().group("age", groups());
    }

    String[] groups() {
        return group.toArray(String[]::new);
    }
}
