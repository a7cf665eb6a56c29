package org.realfm.stats.localisation;

import java.util.Arrays;
import org.realfm.stats.Require;

/// The marks that were put on a set of images, with their ratings, and the lesions that are there.
///
/// Of several marks on one lesion the highest rating counts. A lesion without a mark, and an image without a false
/// positive, have the rating minus infinity there. Ratings may be tied or infinite, never NaN.
public final class Marks {

    private final int[] lesions;
    private final int[] firstLesion;
    private final double[] lesionRating;
    private final int[] falsePositiveImage;
    private final double[] falsePositiveRating;

    private Marks(
            int[] lesions, int[] firstLesion, double[] lesionRating, int[] falsePositiveImage,
            double[] falsePositiveRating) {
        this.lesions = lesions;
        this.firstLesion = firstLesion;
        this.lesionRating = lesionRating;
        this.falsePositiveImage = falsePositiveImage;
        this.falsePositiveRating = falsePositiveRating;
    }

    /// @param lesions for each image how many lesions it has; 0 for a normal image
    /// @param image   for each mark the image, from 0
    /// @param rating  for each mark how sure it is; higher is surer
    /// @param lesion  for each mark which lesion of the image it hit, from 0; -1 for none (a false positive)
    public static Marks of(int[] lesions, int[] image, double[] rating, int[] lesion) {
        Require.notEmpty(lesions.length, "images");
        Require.sameLength(image.length, rating.length, "rating");
        Require.sameLength(image.length, lesion.length, "lesion");
        int[] firstLesion = new int[lesions.length + 1];
        for (int i = 0; i < lesions.length; i++) {
            Require.that(lesions[i] >= 0, "image " + i + " has " + lesions[i] + " lesions");
            firstLesion[i + 1] = firstLesion[i] + lesions[i];
        }
        double[] lesionRating = new double[firstLesion[lesions.length]];
        Arrays.fill(lesionRating, Double.NEGATIVE_INFINITY);
        int[] falseImage = new int[image.length];
        double[] falseRating = new double[image.length];
        int falsePositives = 0;
        for (int m = 0; m < image.length; m++) {
            int i = image[m];
            Require.that(i >= 0 && i < lesions.length, "mark " + m + " is on image " + i + ", which is not there");
            Require.that(
                    lesion[m] >= -1 && lesion[m] < lesions[i],
                    "mark " + m + " hits lesion " + lesion[m] + " of " + lesions[i] + " in image " + i);
            Require.that(!Double.isNaN(rating[m]), "rating of mark " + m + " is NaN");
            if (lesion[m] < 0) {
                falseImage[falsePositives] = i;
                falseRating[falsePositives++] = rating[m];
            } else {
                int at = firstLesion[i] + lesion[m];
                lesionRating[at] = Math.max(lesionRating[at], rating[m]);
            }
        }
        return new Marks(
                lesions.clone(), firstLesion, lesionRating, Arrays.copyOf(falseImage, falsePositives),
                Arrays.copyOf(falseRating, falsePositives));
    }

    public int images() {
        return lesions.length;
    }

    /// Lesions in one image.
    public int lesions(int image) {
        return lesions[image];
    }

    /// Lesions in all images.
    public int lesions() {
        return lesionRating.length;
    }

    /// The highest rating of a mark on a lesion, minus infinity where there is none.
    public double lesionRating(int image, int lesion) {
        return lesionRating[firstLesion[image] + lesion];
    }

    /// Marks that hit no lesion.
    public int falsePositives() {
        return falsePositiveImage.length;
    }

    /// The image of a false positive.
    public int falsePositiveImage(int mark) {
        return falsePositiveImage[mark];
    }

    /// The rating of a false positive.
    public double falsePositiveRating(int mark) {
        return falsePositiveRating[mark];
    }

    /// For each image its highest false-positive rating, minus infinity where it has none.
    public double[] highestFalsePositive() {
        double[] highest = new double[lesions.length];
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
        for (int m = 0; m < falsePositiveImage.length; m++) {
            int i = falsePositiveImage[m];
            highest[i] = Math.max(highest[i], falsePositiveRating[m]);
        }
        return highest;
    }
}
