package org.realfm.stats.localisation;

import java.util.Arrays;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.stats.Require;

/// The free-response curve: the share of lesions that are marked (sensitivity) against the false positives per image,
/// over all thresholds of the rating.
///
/// The curve ends where the marks end; at more false positives per image than the model ever makes, the sensitivity is
/// that of its last point.
///
/// Sources: Bunch et al. 1978, Journal of Applied Photographic Engineering 4:166; CPM: Niemeijer et al. 2011,
/// doi:10.1109/TMI.2010.2072789.
public final class Froc {

    private static final double[] CPM_RATES = {0.125, 0.25, 0.5, 1, 2, 4, 8};

    /// Which images false positives are counted on.
    public enum Images {
        /// All images.
        ALL,
        /// Those without a lesion.
        NORMAL
    }

    /// What the sensitivity is at a rate between two thresholds.
    public enum Between {
        /// That of the surer threshold: what can be had in use without more false positives.
        STEP,
        /// On the straight line between both, as the LUNA16 challenge has it.
        LINEAR
    }

    /// The points of the curve, from (0, 0), one for each distinct rating of a mark, highest first.
    ///
    /// @param falsePositives per image
    /// @param sensitivity    share of lesions
    /// @param thresholds     marks rated at least so count; the first is infinite
    @SuppressWarnings("ArrayRecordComponent")
    public record Curve(double[] falsePositives, double[] sensitivity, double[] thresholds) {}

    private final double[] levels;
    private final int[] image;
    private final int[] level;
    private final boolean[] hit;
    private final int[] lesions;
    private final Images counted;

    private Froc(
            double[] levels, int[] image, int[] level, boolean[] hit, int[] lesions, Images counted) {
        this.levels = levels;
        this.image = image;
        this.level = level;
        this.hit = hit;
        this.lesions = lesions;
        this.counted = counted;
    }

    /// @throws IllegalArgumentException where there is no lesion, or no image on which false positives are counted
    public static Froc of(Marks marks, Images counted) {
        Require.notEmpty(marks.lesions(), "lesions");
        int[] lesions = new int[marks.images()];
        Arrays.setAll(lesions, marks::lesions);
        Require.that(
                counted == Images.ALL || Arrays.stream(lesions).anyMatch(l -> l == 0), "there is no normal image");
        int most = marks.lesions() + marks.falsePositives();
        int[] image = new int[most];
        double[] rating = new double[most];
        boolean[] hit = new boolean[most];
        int n = 0;
        for (int i = 0; i < marks.images(); i++) {
            for (int l = 0; l < lesions[i]; l++) {
                if (marks.lesionRating(i, l) > Double.NEGATIVE_INFINITY) {
                    image[n] = i;
                    rating[n] = marks.lesionRating(i, l);
                    hit[n++] = true;
                }
            }
        }
        for (int m = 0; m < marks.falsePositives(); m++) {
            int i = marks.falsePositiveImage(m);
            if (counted == Images.ALL || lesions[i] == 0) {
                image[n] = i;
                rating[n++] = marks.falsePositiveRating(m);
            }
        }
        double[] kept = Arrays.stream(rating, 0, n).map(r -> r + 0.0).toArray();
        double[] levels = Arrays.stream(kept).sorted().distinct().toArray();
        int[] level = Arrays.stream(kept).mapToInt(r -> Arrays.binarySearch(levels, r)).toArray();
        return new Froc(levels, Arrays.copyOf(image, n), level, Arrays.copyOf(hit, n), lesions, counted);
    }

    /// The curve of the images themselves.
    public Curve curve() {
        return curve(ones());
    }

    private int[] ones() {
        int[] ones = new int[lesions.length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /// The curve of a replicate.
    ///
    /// @param counts for each image how often it is drawn; some lesion and some counted image must be
    private Curve curve(int[] counts) {
        double allLesions = 0;
        double allImages = 0;
        for (int i = 0; i < lesions.length; i++) {
            allLesions += (double) counts[i] * lesions[i];
            allImages += counted == Images.ALL || lesions[i] == 0 ? counts[i] : 0;
        }
        double[] hits = new double[levels.length];
        double[] misses = new double[levels.length];
        for (int m = 0; m < image.length; m++) {
            (hit[m] ? hits : misses)[level[m]] += counts[image[m]];
        }
        double[] falsePositives = new double[levels.length + 1];
        double[] sensitivity = new double[levels.length + 1];
        double[] thresholds = new double[levels.length + 1];
        thresholds[0] = Double.POSITIVE_INFINITY;
        double found = 0;
        double wrong = 0;
        for (int p = 1; p <= levels.length; p++) {
            int g = levels.length - p;
            found += hits[g];
            wrong += misses[g];
            sensitivity[p] = found / allLesions;
            falsePositives[p] = wrong / allImages;
            thresholds[p] = levels[g];
        }
        return new Curve(falsePositives, sensitivity, thresholds);
    }

    /// The sensitivity at a rate of false positives per image.
    ///
    /// @param rate not negative
    public double sensitivity(double rate, Between between) {
        Require.that(rate >= 0, "false positives per image must not be negative, found " + rate);
        return sensitivity(curve(), rate, between);
    }

    private static double sensitivity(Curve curve, double rate, Between between) {
        double[] x = curve.falsePositives;
        int last = 0;
        while (last + 1 < x.length && x[last + 1] <= rate) {
            last++;
        }
        double at = curve.sensitivity[last];
        if (between == Between.STEP || last + 1 == x.length) {
            return at;
        }
        return at + (curve.sensitivity[last + 1] - at) * (rate - x[last]) / (x[last + 1] - x[last]);
    }

    /// The sensitivity at a rate of false positives per image, with a bootstrap percentile interval; where every lesion is
    /// found, or none, Clopper-Pearson's at as many patients as have one.
    ///
    /// @param plan draws images (rows); patients where they have several
    public Estimate sensitivity(String name, double rate, Between between, Bootstrap.Plan plan, double confidence) {
        Require.that(rate >= 0, "false positives per image must not be negative, found " + rate);
        return estimate(name, new double[] {rate}, between, plan, confidence);
    }

    /// The competition performance metric: the mean sensitivity at 1/8, 1/4, 1/2, 1, 2, 4 and 8 false
    /// positives per image.
    public double cpm(Between between) {
        return mean(ones(), CPM_RATES, between);
    }

    /// The competition performance metric with a bootstrap percentile interval.
    public Estimate cpm(String name, Between between, Bootstrap.Plan plan, double confidence) {
        return estimate(name, CPM_RATES, between, plan, confidence);
    }

    private Estimate estimate(
            String name, double[] rates, Between between, Bootstrap.Plan plan, double confidence) {
        Require.sameLength(lesions.length, plan.rows(), "rows of the plan");
        Estimate sensitivity =
                Bootstrap.percentile(name, plan, counts -> mean(counts, rates, between), confidence).within(0, 1);
        boolean certain = sensitivity.lower() == sensitivity.upper();
        if (!certain || sensitivity.value() > 0 && sensitivity.value() < 1) {
            return sensitivity;
        }
        boolean[] diseased = new boolean[lesions.length];
        for (int i = 0; i < diseased.length; i++) {
            diseased[i] = lesions[i] > 0;
        }
        int patients = plan.clusters(diseased, true);
        return Proportion.clopperPearson(name, sensitivity.value() == 1 ? patients : 0, patients, confidence);
    }

    private double mean(int[] counts, double[] rates, Between between) {
        boolean lesion = false;
        boolean image = false;
        for (int i = 0; i < lesions.length; i++) {
            lesion |= counts[i] > 0 && lesions[i] > 0;
            image |= counts[i] > 0 && (counted == Images.ALL || lesions[i] == 0);
        }
        if (!lesion || !image) {
            return Double.NaN;
        }
        Curve curve = curve(counts);
        return Arrays.stream(rates).map(rate -> sensitivity(curve, rate, between)).average().orElseThrow();
    }
}
