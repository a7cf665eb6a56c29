package org.realfm.imaging.interventions;

import java.util.List;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// What a two-sample classifier may look at to tell edited patches from untouched ones. Shams that it can tell carry a
/// signal of their own, so its AUROC on held-out films should stay low; the catalogue asks for an upper limit of 0.70.
///
/// The shams of [Edit#standard] do not reach that on real films. Logistic regression on these features, fitted on half of
/// the films and tried on the other, tells them with an AUROC of 0.72 to 0.91 (corner marks), 0.87 to 0.91 (borders), 0.56
/// to 0.80 (texts) and 0.67 to 0.87 (tube), on 468 films of 28 pixels and 300 of 256. What a sham does to a model is
/// therefore measured, as `ACE_sham`, and never taken to be nothing.
///
/// Lesions put in and taken out reach it where they are small or faint, see [FilmNodule#faithful] and
/// `docs/design/018-interventions.md`. [Separation] is that classifier.
public final class Fidelity {

    /// The names of the features, in the order of [#features].
    public static final List<String> NAMES =
            List.of("seam", "roughness", "texture", "level", "extremes");

    private Fidelity() {}

    /// Features of the patch under the mask against the band of film around it (as wide as a fourteenth of the shorter
    /// side, at least two pixels). All are finite and free of the film's scale; a film without structure gives zeros.
    ///
    /// - `seam`: log ratio of the mean absolute step across the mask's outline to that within the band
    /// - `roughness`: log ratio of the mean absolute step within the patch to that within the band
    /// - `texture`: log ratio of the mean absolute Laplacian within the patch to that within the band
    /// - `level`: mean of the patch minus mean of the band, in standard deviations of the film
    /// - `extremes`: fraction of the patch at 0 or at full scale, minus the same of the band
    ///
    /// @param image a film, turned to grey if it has colour
    /// @param mask  the patch; of the film's size, neither empty nor everything
    /// @return five numbers, see [#NAMES]
    public static double[] features(Image2D image, Mask mask) {
        Image2D grey = image.toGrey();
        Mask band = mask.surroundings(Math.max(2, grey.shorterSide() / 14));
        if (mask.count() == 0 || band.count() == 0) {
            throw new IllegalArgumentException("expected a patch with film around it, found " + mask);
        }
        float[] v = grey.samples();
        double small = grey.fullScale() * 1e-3;
        double around = steps(v, band, band) + small;
        return new double[] {
            Math.log((steps(v, mask, band) + small) / around),
            Math.log((steps(v, mask, mask) + small) / around),
            Math.log((laplacian(v, mask) + small) / (laplacian(v, band) + small)),
            (mean(v, mask) - mean(v, band)) / (deviation(v) + small),
            extremes(v, mask, grey.fullScale()) - extremes(v, band, grey.fullScale())
        };
    }

    /// Mean absolute difference over all neighbours of which one lies in each set; 0 if there are none.
    private static double steps(float[] v, Mask first, Mask second) {
        double sum = 0;
        long pairs = 0;
        for (int pixel : first.indices()) {
            int x = pixel % first.width();
            int y = pixel / first.width();
            for (int[] to : new int[][] {{x + 1, y}, {x, y + 1}, {x - 1, y}, {x, y - 1}}) {
                if (second.contains(to[0], to[1])) {
                    sum += Math.abs(v[pixel] - v[to[1] * first.width() + to[0]]);
                    pairs++;
                }
            }
        }
        return pairs == 0 ? 0 : sum / pairs;
    }

    /// Mean absolute difference between a pixel and the mean of its four neighbours, away from the film's edges.
    private static double laplacian(float[] v, Mask mask) {
        int width = mask.width();
        double sum = 0;
        long pixels = 0;
        for (int p : mask.indices()) {
            int x = p % width;
            int y = p / width;
            if (x > 0 && y > 0 && x < width - 1 && y < mask.height() - 1) {
                sum += Math.abs(v[p] - (v[p - 1] + v[p + 1] + v[p - width] + v[p + width]) / 4);
                pixels++;
            }
        }
        return pixels == 0 ? 0 : sum / pixels;
    }

    private static double mean(float[] v, Mask mask) {
        double sum = 0;
        for (int pixel : mask.indices()) {
            sum += v[pixel];
        }
        return sum / mask.count();
    }

    private static double deviation(float[] v) {
        double sum = 0;
        double squares = 0;
        for (float value : v) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / v.length;
        return Math.sqrt(Math.max(0, squares / v.length - mean * mean));
    }

    private static double extremes(float[] v, Mask mask, int maximum) {
        long hits = 0;
        for (int pixel : mask.indices()) {
            hits += v[pixel] == 0 || v[pixel] == maximum ? 1 : 0;
        }
        return (double) hits / mask.count();
    }
}
