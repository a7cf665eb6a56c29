package org.realfm.imaging.interventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;
import org.realfm.imaging.SharedData;

/// Whether a classifier can tell lesions put in, and lesions taken out, from untouched patches: logistic regression on
/// [Fidelity#features], fitted on every other film and tried on the rest.
class FidelityTest {

    /// The level of a patch is what a lesion changes on purpose; what else it changes is the trace of editing.
    private static final int LEVEL = Fidelity.NAMES.indexOf("level");

    private record Separation(double auroc, double upper) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.2f (upper limit %.2f)", auroc, upper);
        }
    }

    /// What is done to a nodule's pixels.
    private enum Trace {
        INSERTION {
            @Override
            Image2D edited(Image2D film, FilmNodule nodule) {
                return nodule.apply(film, 0);
            }
        },
        REMOVAL {
            @Override
            Image2D edited(Image2D film, FilmNodule nodule) {
                return nodule.removal().apply(nodule.apply(film, 0), 0);
            }
        };

        abstract Image2D edited(Image2D film, FilmNodule nodule);
    }

    private static Separation separation(List<Image2D> films, Trace trace, double diameter, boolean withLevel) {
        List<double[]> untouched = new ArrayList<>();
        List<double[]> edited = new ArrayList<>();
        for (int i = 0; i < films.size(); i++) {
            Image2D film = films.get(i);
            // Left and right lung, somewhat higher and lower.
            FilmNodule nodule = new FilmNodule(i / 2 % 2 == 0 ? 0.27 : 0.73, 0.40 + 0.05 * (i / 4 % 4), diameter, 350);
            Mask mask = nodule.mask(film.width(), film.height());
            untouched.add(features(film, mask, withLevel));
            edited.add(features(trace.edited(film, nodule), mask, withLevel));
        }
        double[] weights = fitted(every(untouched, 0), every(edited, 0));
        double[] zeros = every(untouched, 1).stream().mapToDouble(x -> score(weights, x)).toArray();
        double[] ones = every(edited, 1).stream().mapToDouble(x -> score(weights, x)).toArray();
        return auroc(zeros, ones);
    }

    private static double[] features(Image2D film, Mask mask, boolean withLevel) {
        double[] features = Fidelity.features(film, mask);
        features[LEVEL] = withLevel ? features[LEVEL] : 0;
        return features;
    }

    private static List<double[]> every(List<double[]> all, int which) {
        return Stream.iterate(which, i -> i < all.size(), i -> i + 2).map(all::get).toList();
    }

    private static double score(double[] weights, double[] x) {
        double sum = weights[x.length];
        for (int i = 0; i < x.length; i++) {
            sum += weights[i] * x[i];
        }
        return sum;
    }

    /// Logistic regression with a slight ridge, by gradient descent on features divided by their deviation.
    private static double[] fitted(List<double[]> zeros, List<double[]> ones) {
        int k = Fidelity.NAMES.size();
        double[] scale = new double[k];
        for (int i = 0; i < k; i++) {
            int feature = i;
            double mean = Stream.concat(zeros.stream(), ones.stream()).mapToDouble(x -> x[feature]).average().orElse(0);
            double variance = Stream.concat(zeros.stream(), ones.stream())
                    .mapToDouble(x -> (x[feature] - mean) * (x[feature] - mean)).average().orElse(0);
            scale[i] = Math.sqrt(variance) + 1e-9;
        }
        double[] weights = new double[k + 1];
        int n = zeros.size() + ones.size();
        for (int step = 0; step < 4000; step++) {
            double[] gradient = new double[k + 1];
            for (int label = 0; label < 2; label++) {
                for (double[] x : label == 0 ? zeros : ones) {
                    double error = label - 1 / (1 + Math.exp(-score(weights, x)));
                    for (int i = 0; i < k; i++) {
                        gradient[i] += error * x[i] / scale[i] / n;
                    }
                    gradient[k] += error / n;
                }
            }
            for (int i = 0; i < k; i++) {
                weights[i] += 0.5 * (gradient[i] - 1e-3 * weights[i] * scale[i]) / scale[i];
            }
            weights[k] += 0.5 * gradient[k];
        }
        return weights;
    }

    /// Mann-Whitney with the variance of DeLong (1988), doi:10.2307/2531595; one-sided upper limit of 95%.
    private static Separation auroc(double[] zeros, double[] ones) {
        double[] above = new double[ones.length];
        double[] below = new double[zeros.length];
        for (int i = 0; i < ones.length; i++) {
            for (int j = 0; j < zeros.length; j++) {
                double wins = ones[i] > zeros[j] ? 1 : ones[i] == zeros[j] ? 0.5 : 0;
                above[i] += wins / zeros.length;
                below[j] += wins / ones.length;
            }
        }
        double auroc = Arrays.stream(above).average().orElse(0.5);
        double variance = variance(above, auroc) / ones.length + variance(below, auroc) / zeros.length;
        return new Separation(auroc, Math.min(1, auroc + 1.645 * Math.sqrt(variance)));
    }

    private static double variance(double[] values, double mean) {
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }

    private static List<Image2D> phantoms(int count, int size) {
        return Stream.iterate(1L, i -> i <= count, i -> i + 1).map(seed -> StandIns.film(size, seed)).toList();
    }

    /// The classifier can tell what no reader would miss.
    @Test
    void theClassifierSeesWhatIsThere() {
        List<Image2D> films = phantoms(40, 96);
        assertThat(separation(films, Trace.INSERTION, 60, true).auroc()).isGreaterThan(0.85);
    }

    /// What was put in is told more easily than that it was taken out again, and a small removal hardly at all.
    @Test
    void aRemovalIsHardToTell() {
        List<Image2D> films = phantoms(60, 128);
        assertThat(separation(films, Trace.REMOVAL, 30, true).auroc())
                .isLessThan(separation(films, Trace.INSERTION, 30, true).auroc());
        assertThat(separation(films, Trace.REMOVAL, 8, true).auroc()).isLessThan(0.70);
    }

    @Test
    @EnabledIfSystemProperty(named = "realfm.fidelity", matches = "true", disabledReason = "prints a table")
    void printsTheTable() {
        print("phantoms, 256 pixels", phantoms(200, 256));
        print("NIH, 256 pixels", films("cxr-nih-covid/nih", 300));
    }

    private static List<Image2D> films(String folder, int count) {
        return SharedData.files(folder).stream()
                .filter(path -> path.toString().endsWith(".png"))
                .limit(count)
                .map(SharedData::read)
                .toList();
    }

    private static void print(String name, List<Image2D> films) {
        for (double diameter : new double[] {8, 15, 30}) {
            System.out.println("| " + name + " (" + films.size() + ") | " + diameter + " mm | "
                    + separation(films, Trace.INSERTION, diameter, true) + " | "
                    + separation(films, Trace.INSERTION, diameter, false) + " | "
                    + separation(films, Trace.REMOVAL, diameter, true) + " |");
        }
    }
}
