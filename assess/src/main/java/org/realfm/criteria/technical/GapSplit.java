package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.dependence.Weighting;
import org.realfm.study.Cohort;

/// A gap in two parts: what another mix of patients explains, and what is left to the model. With M the measure,
/// `M_internal - M_site = (M_internal - M_reweighted) + (M_reweighted - M_site)`, where the internal cases are re-weighted
/// to the site's case mix by a [Membership] model.
///
/// @param parts the case-mix part and the model part of the gap of each measure; empty where it could not be split
/// @param words what came of it, one sentence
record GapSplit(List<Estimate> parts, String words) {

    GapSplit {
        parts = List.copyOf(parts);
    }

    private static GapSplit not(String why) {
        return new GapSplit(List.of(), "The gap is not split into case mix and model: " + why + ".");
    }

    static GapSplit of(Cohort cohort, ScoredCases internal, ScoredCases site, int replicates, long seed) {
        if (internal.size() == 0) {
            return not("there is no internal result");
        }
        if (cohort.columns().groups().isEmpty()) {
            return not("the study declares no groups of people (cohort: groups)");
        }
        if (!internal.large() || !site.large()) {
            return not("a class has fewer than " + Bootstrap.MINIMUM_PER_CLASS + " patients on a side");
        }
        Membership membership = Membership.of(cohort, internal, site);
        if (!membership.missing().isEmpty()) {
            return not("the internal cases have none of " + String.join(", ", membership.missing()));
        }
        double[] weight = membership.weights(i -> 1);
        if (weight.length == 0) {
            return not("the declared groups repeat one another");
        }
        for (boolean sick : new boolean[] {true, false}) {
            double[] ofClass = IntStream.range(0, internal.size())
                    .filter(i -> internal.truth()[i] == sick)
                    .mapToDouble(i -> weight[i])
                    .toArray();
            if (Weighting.effectiveSize(ofClass) < Bootstrap.MINIMUM_PER_CLASS) {
                return not("too few internal cases resemble those of the site");
            }
        }
        return resampled(internal, site, membership, replicates, seed);
    }

    private static GapSplit resampled(
            ScoredCases internal, ScoredCases site, Membership membership, int replicates, long seed) {
        int n = internal.size();
        int all = n + site.size();
        int[] patient = Arrays.copyOf(internal.patient(), all);
        System.arraycopy(site.patient(), 0, patient, n, site.size());
        int[] stratum = IntStream.range(0, all)
                .map(i -> i < n ? (internal.truth()[i] ? 1 : 0) : site.truth()[i - n] ? 3 : 2)
                .toArray();
        List<FloorMeasure.Weighted> home = new ArrayList<>();
        List<FloorMeasure.Weighted> away = new ArrayList<>();
        for (FloorMeasure measure : FloorMeasure.values()) {
            home.add(measure.weighted(internal));
            away.add(measure.weighted(site));
        }
        Bootstrap.Plan plan = Bootstrap.plan(patient, stratum, Bootstrap.affordable(replicates, all), seed);
        double[] value = parts(home, away, membership, n, plan.ones());
        double[][] drawn = Bootstrap.replicate(
                plan,
                all < CoarseGap.LARGE
                        ? counts -> parts(home, away, membership, n, counts)
                        : new CoarseGap(internal, site, membership)::parts);
        List<Estimate> parts = new ArrayList<>();
        for (FloorMeasure measure : FloorMeasure.values()) {
            for (String part : List.of("case-mix", "model")) {
                int p = parts.size();
                parts.add(Bootstrap.percentile(
                        part + " part of the gap of " + measure.label(),
                        value[p],
                        Bootstrap.column(drawn, p),
                        SiteResult.CONFIDENCE,
                        plan.clusters()));
            }
        }
        return new GapSplit(parts, String.format(
                Locale.ROOT,
                "Of the gap of auroc, case mix explains %+.3f (%+.3f to %+.3f) and the model %+.3f (%+.3f to %+.3f).",
                parts.get(0).value(), parts.get(0).lower(), parts.get(0).upper(),
                parts.get(1).value(), parts.get(1).lower(), parts.get(1).upper()));
    }

    /// The case-mix part and the model part for each measure, under bootstrap counts of the internal and then the site's
    /// cases.
    private static double[] parts(
            List<FloorMeasure.Weighted> home, List<FloorMeasure.Weighted> away, Membership membership, int n, int[] counts) {
        double[] weight = membership.weights(i -> counts[i]);
        IntToDoubleFunction plain = i -> counts[i];
        double[] parts = new double[2 * home.size()];
        for (int m = 0; m < home.size(); m++) {
            double reweighted = home.get(m).value(i -> counts[i] * weight[i]);
            parts[2 * m] = home.get(m).value(plain) - reweighted;
            parts[2 * m + 1] = reweighted - away.get(m).value(i -> counts[n + i]);
        }
        return parts;
    }
}
