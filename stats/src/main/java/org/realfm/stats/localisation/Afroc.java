package org.realfm.stats.localisation;

import java.util.Arrays;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.RankedScores;
import org.realfm.stats.Require;
import org.realfm.stats.Roc;

/// The area under the alternative free-response curve, the figure of merit of JAFROC: the chance that a lesion is rated
/// above the highest false positive of an image (equal counts half; what was not marked is rated minus infinity).
///
/// theta = sum_i sum_j sum_l W_jl psi(X_i, Y_jl) / (K sum W), X_i the highest false positive of image i, K images, Y_jl
/// the rating of lesion l of image j, psi = 1 where X < Y, 1/2 where X = Y.
///
/// Sources: Chakraborty & Berbaum 2004, doi:10.1118/1.1769352; weighted: Chakraborty & Zhai 2016,
/// doi:10.1118/1.4947125.
public final class Afroc {

    /// Which images' false positives count, and how much a lesion weighs.
    public enum Form {
        /// False positives of normal images; every lesion weighs the same, so an image with many lesions weighs more.
        /// This is the JAFROC figure of merit.
        AFROC(false, false),
        /// False positives of normal images; every diseased image weighs the same: W_jl = 1 / lesions of image j.
        WEIGHTED_AFROC(false, true),
        /// As AFROC, with the false positives of diseased images too; for sets with few normal images.
        AFROC1(true, false),
        /// As WEIGHTED_AFROC, with the false positives of diseased images too.
        WEIGHTED_AFROC1(true, true);

        private final boolean allImages;
        private final boolean weighted;

        Form(boolean allImages, boolean weighted) {
            this.allImages = allImages;
            this.weighted = weighted;
        }
    }

    private final Form form;
    private final RankedScores ranked;
    private final boolean[] lesion;
    private final int[] image;
    private final double[] weight;
    private final int images;

    private Afroc(
            Form form, RankedScores ranked, boolean[] lesion, int[] image, double[] weight, int images) {
        this.form = form;
        this.ranked = ranked;
        this.lesion = lesion;
        this.image = image;
        this.weight = weight;
        this.images = images;
    }

    /// @throws IllegalArgumentException where there is no lesion, or no image whose false positives count
    public static Afroc of(Marks marks, Form form) {
        double[] highest = marks.highestFalsePositive();
        int rows = marks.lesions() + marks.images();
        double[] score = new double[rows];
        boolean[] lesion = new boolean[rows];
        int[] image = new int[rows];
        double[] weight = new double[rows];
        int row = 0;
        for (int i = 0; i < marks.images(); i++) {
            if (form.allImages || marks.lesions(i) == 0) {
                score[row] = highest[i];
                image[row] = i;
                weight[row++] = 1;
            }
            for (int l = 0; l < marks.lesions(i); l++) {
                score[row] = marks.lesionRating(i, l);
                lesion[row] = true;
                image[row] = i;
                weight[row++] = form.weighted ? 1.0 / marks.lesions(i) : 1;
            }
        }
        Require.notEmpty(marks.lesions(), "lesions");
        Require.that(row > marks.lesions(), form + " needs normal images");
        return new Afroc(
                form, RankedScores.of(Arrays.copyOf(score, row), Arrays.copyOf(lesion, row)),
                Arrays.copyOf(lesion, row), Arrays.copyOf(image, row), Arrays.copyOf(weight, row), marks.images());
    }

    /// The figure of merit.
    public double value() {
        return ranked.auroc(row -> weight[row]);
    }

    /// The figure of merit of a replicate.
    ///
    /// @param counts for each image how often it is drawn
    /// @return NaN where the replicate has no lesion or no image whose false positives count
    public double value(int[] counts) {
        boolean some = false;
        boolean others = false;
        for (int row = 0; row < image.length; row++) {
            some |= counts[image[row]] > 0 && lesion[row];
            others |= counts[image[row]] > 0 && !lesion[row];
        }
        return some && others ? ranked.auroc(row -> weight[row] * counts[image[row]]) : Double.NaN;
    }

    /// The figure of merit with a bootstrap percentile interval.
    ///
    /// Where every lesion is rated above every false positive that counts no replicate differs, and the lower end is the
    /// exact binomial one on disjoint pairs of patients.
    ///
    /// @param plan draws images (rows), normal and diseased ones as strata; patients where they have several images
    public Estimate estimate(String name, Bootstrap.Plan plan, double confidence) {
        Require.sameLength(images, plan.rows(), "rows of the plan");
        Estimate figure = Bootstrap.percentile(name, plan, this::value, confidence).within(0, 1);
        if (figure.value() < 1 || !plan.varies()) {
            return figure;
        }
        boolean[] diseased = new boolean[images];
        for (int row = 0; row < image.length; row++) {
            diseased[image[row]] |= lesion[row];
        }
        int pairs = Math.min(plan.clusters() / 2, plan.clusters(diseased, true));
        if (!form.allImages) {
            pairs = Math.min(pairs, plan.clusters(diseased, false));
        }
        double limit = Math.pow((1 - confidence) / 2, 1.0 / Math.max(1, pairs));
        return new Estimate(
                name, 1, limit, 1, confidence, "exact binomial on disjoint pairs (complete separation)", figure.n());
    }

    /// The figure of merit with each image left out in turn, for the jackknife; NaN as for [#value(int[])].
    public double[] leaveOneOut() {
        int[] counts = new int[images];
        Arrays.fill(counts, 1);
        double[] without = new double[images];
        for (int i = 0; i < images; i++) {
            counts[i] = 0;
            without[i] = value(counts);
            counts[i] = 1;
        }
        return without;
    }

    /// The curve: the share of lesions (`tpr`, weighted as the form says) against the share of images with a false
    /// positive (`fpr`) at each rating. Its last stretch, to (1, 1), is drawn straight from where the marks end.
    public Roc curve() {
        return ranked.roc(row -> weight[row]);
    }

    public Form form() {
        return form;
    }
}
