package org.realfm.stats.readers;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.FDistribution;
import org.realfm.stats.Require;

/// The analysis of variance of readers' figures of merit by Obuchowski and Rockette, with Hillis' degrees of freedom.
///
/// Any figure of merit in [0, 1] will do (AUROC, JAFROC, sensitivity), for t modalities and r readers in a fully crossed design.
/// With MS(T), MS(R), MS(TR) the mean squares of the figures and Var, Cov1 (same reader), Cov2 (same modality), Cov3
/// (neither) the averages of their error covariances over cases:
///
/// - all modalities alike: F = MS(T) / E, E = MS(TR) + r max(Cov2 - Cov3, 0), with t - 1 and
///   E^2 / (MS(TR)^2 / ((t - 1)(r - 1))) degrees of freedom;
/// - the difference of two has the variance 2 E / r and the same degrees of freedom;
/// - one modality i has the variance E_i / r, E_i = MS(R)_i + r max(Cov2_i, 0), and E_i^2 / (MS(R)_i^2 / (r - 1)).
///
/// Fixed readers, and fixed cases, are [Sampled]. One reader: only [Sampled#CASES] can be had, the others are an
/// IllegalArgumentException.
///
/// Sources: Obuchowski & Rockette 1995, doi:10.1080/03610919508813243; Hillis 2007, doi:10.1002/sim.2532; Hillis 2014,
/// doi:10.1002/sim.5926.
public final class ObuchowskiRockette {

    private final double[][] figure;
    private final double[] mean;
    private final Errors errors;
    private final long cases;

    private ObuchowskiRockette(double[][] figure, Errors errors, long cases) {
        this.figure = figure;
        this.mean = Arrays.stream(figure).mapToDouble(ObuchowskiRockette::average).toArray();
        this.errors = errors;
        this.cases = cases;
    }

    /// Averages of the error covariances.
    ///
    /// @param error      Var
    /// @param cov1       same reader, other modality; 0 with one modality
    /// @param cov2       other reader, same modality; 0 with one reader
    /// @param cov3       other reader, other modality
    /// @param ofModality Var within each modality
    /// @param cov2Of     Cov2 within each modality
    @SuppressWarnings("ArrayRecordComponent")
    public record Errors(
            double error, double cov1, double cov2, double cov3, double[] ofModality, double[] cov2Of) {

        static Errors of(double[][] covariance, int modalities, int readers) {
            double[] ofModality = new double[modalities];
            double[] cov2Of = new double[modalities];
            double cov1 = 0;
            double cov3 = 0;
            for (int a = 0; a < covariance.length; a++) {
                for (int b = 0; b < covariance.length; b++) {
                    boolean modality = a / readers == b / readers;
                    boolean reader = a % readers == b % readers;
                    double c = covariance[a][b];
                    ofModality[a / readers] += modality && reader ? c / readers : 0;
                    cov2Of[a / readers] += modality && !reader ? c / (readers * (readers - 1.0)) : 0;
                    cov1 += !modality && reader ? c : 0;
                    cov3 += !modality && !reader ? c : 0;
                }
            }
            double modalityPairs = Math.max(1, modalities * (modalities - 1.0));
            double readerPairs = Math.max(1, readers * (readers - 1.0));
            return new Errors(
                    average(ofModality), cov1 / (modalityPairs * readers), average(cov2Of),
                    cov3 / (modalityPairs * readerPairs), ofModality, cov2Of);
        }
    }

    /// The mean squares of the figures.
    ///
    /// @param ofModality MS(R) within each modality
    @SuppressWarnings("ArrayRecordComponent")
    public record Anova(double modality, double reader, double modalityReader, double[] ofModality) {}

    /// The test that all modalities have the same mean figure.
    ///
    /// @param f                     the statistic; infinite where the readers agree wholly on a difference
    /// @param numeratorDegrees      t - 1
    /// @param denominatorDegrees    may be infinite
    public record FTest(double f, double numeratorDegrees, double denominatorDegrees, double pValue) {}

    /// From figures and their error covariance.
    ///
    /// @param figure     `[modality][reader]`
    /// @param covariance of the figures over cases, readers fixed; row and column modality x readers + reader. From
    ///                   [ErrorCovariance#jackknife], DeLong ([org.realfm.stats.Auroc#joint]) or [UStatistic#covariance]
    /// @param cases      the number of cases, for the record
    public static ObuchowskiRockette of(double[][] figure, double[][] covariance, long cases) {
        int modalities = figure.length;
        Require.notEmpty(modalities, "modalities");
        int readers = figure[0].length;
        Require.notEmpty(readers, "readers");
        Require.sameLength(modalities * readers, covariance.length, "covariance");
        for (double[] row : covariance) {
            Require.sameLength(covariance.length, row.length, "row of the covariance");
            Require.finite(row, "covariance");
        }
        return of(figure, Errors.of(covariance, modalities, readers), cases);
    }

    /// From figures and averaged error covariances, as a publication may give them.
    public static ObuchowskiRockette of(double[][] figure, Errors errors, long cases) {
        Require.sameLength(figure.length, errors.ofModality.length, "modalities");
        for (double[] row : figure) {
            Require.sameLength(figure[0].length, row.length, "readers");
            for (double value : row) {
                Require.share(value, "figure of merit");
            }
        }
        return new ObuchowskiRockette(figure, errors, cases);
    }

    /// AUROCs of a fully crossed study with the jackknife's covariance, the customary form.
    public static ObuchowskiRockette jackknife(ReaderStudy study) {
        Column[] columns = columns(study);
        return of(figures(columns, study), ErrorCovariance.jackknife(columns), cases(study));
    }

    /// AUROCs of a fully crossed study with DeLong's covariance.
    public static ObuchowskiRockette deLong(ReaderStudy study) {
        Column[] columns = columns(study);
        return of(figures(columns, study), ErrorCovariance.deLong(columns), cases(study));
    }

    private static Column[] columns(ReaderStudy study) {
        for (int m = 0; m < study.modalities(); m++) {
            Require.that(
                    study.readers(0, m) == study.readers() && study.crossed(0, m),
                    "the analysis of Obuchowski and Rockette needs a fully crossed design");
        }
        Require.that(
                study.negatives() > 1 && study.positives() > 1, "the error covariance needs two cases of each class");
        int readers = study.readers();
        Column[] columns = new Column[study.modalities() * readers];
        Arrays.setAll(columns, k -> new Column(
                study.scores(k / readers, k % readers, false), study.scores(k / readers, k % readers, true)));
        return columns;
    }

    private static double[][] figures(Column[] columns, ReaderStudy study) {
        double[][] figure = new double[study.modalities()][study.readers()];
        for (int k = 0; k < columns.length; k++) {
            figure[k / study.readers()][k % study.readers()] = columns[k].auroc();
        }
        return figure;
    }

    private static long cases(ReaderStudy study) {
        return (long) study.negatives() + study.positives();
    }

    private static double average(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private int modalities() {
        return figure.length;
    }

    private int readers() {
        return figure[0].length;
    }

    /// The averages of the error covariances.
    public Errors errors() {
        return errors;
    }

    /// The mean squares of the figures of merit.
    public Anova anova() {
        int t = modalities();
        int r = readers();
        Require.that(r > 1, "mean squares of readers need two readers");
        double grand = average(mean);
        double modality = 0;
        double reader = 0;
        double both = 0;
        double[] within = new double[t];
        for (int j = 0; j < r; j++) {
            double ofReader = 0;
            for (int i = 0; i < t; i++) {
                ofReader += figure[i][j] / t;
            }
            reader += (ofReader - grand) * (ofReader - grand);
            for (int i = 0; i < t; i++) {
                double rest = figure[i][j] - mean[i] - ofReader + grand;
                both += rest * rest;
                within[i] += (figure[i][j] - mean[i]) * (figure[i][j] - mean[i]) / (r - 1);
            }
        }
        for (double m : mean) {
            modality += (m - grand) * (m - grand);
        }
        return new Anova(
                t > 1 ? r * modality / (t - 1) : 0, t * reader / (r - 1), t > 1 ? both / ((t - 1.0) * (r - 1)) : 0,
                within);
    }

    /// The components of variance, as estimated: negative ones stay negative. With one modality those of that modality.
    public OrComponents components() {
        Anova ms = anova();
        if (modalities() == 1) {
            return new OrComponents(
                    ms.ofModality[0] + errors.cov2 - errors.error, 0, 0, errors.cov2, 0, errors.error);
        }
        return new OrComponents(
                (ms.reader - ms.modalityReader) / modalities() - errors.cov1 + errors.cov3,
                ms.modalityReader - errors.error + errors.cov1 + errors.cov2 - errors.cov3,
                errors.cov1, errors.cov2, errors.cov3, errors.error);
    }

    /// The test that all modalities have the same mean figure.
    ///
    /// @throws IllegalArgumentException with one modality
    public FTest test(Sampled sampled) {
        int t = modalities();
        Require.that(t > 1, "a test needs two modalities");
        Error error = difference(sampled);
        double spread = 0;
        double grand = average(mean);
        for (double m : mean) {
            spread += (m - grand) * (m - grand);
        }
        double ms = readers() * spread / (t - 1);
        double f = ms == 0 ? 0 : ms / error.meanSquare;
        double p = error.meanSquare <= 0
                ? (ms == 0 ? 1 : 0)
                : FDistribution.of(t - 1.0, Math.min(error.degrees, 1e12)).survivalProbability(f);
        return new FTest(f, t - 1.0, error.degrees, p);
    }

    /// The mean figure of modality `first` less that of `second`.
    public Contrast difference(int first, int second, Sampled sampled) {
        Error error = difference(sampled);
        return new Contrast(
                "Obuchowski-Rockette, " + sampled.label(), mean[first] - mean[second],
                OptionalDouble.of(2 * error.meanSquare / readers()), error.degrees, -1, 1, cases);
    }

    /// The mean figure of one modality, from the data of that modality alone.
    public Contrast single(int modality, Sampled sampled) {
        int r = readers();
        double cov2 = Math.max(errors.cov2Of[modality], 0);
        Error error =
                switch (sampled) {
                    case CASES -> new Error(
                            errors.ofModality[modality] + (r - 1) * cov2, Double.POSITIVE_INFINITY);
                    case READERS -> new Error(anova().ofModality[modality], r - 1.0);
                    case READERS_AND_CASES -> Error.of(anova().ofModality[modality], r * cov2, r - 1.0);
                };
        return new Contrast(
                "Obuchowski-Rockette, " + sampled.label(), mean[modality], OptionalDouble.of(error.meanSquare / r),
                error.degrees, 0, 1, cases);
    }

    private Error difference(Sampled sampled) {
        int t = modalities();
        int r = readers();
        double excess = Math.max(errors.cov2 - errors.cov3, 0);
        double degrees = (t - 1.0) * (r - 1);
        return switch (sampled) {
            case CASES -> new Error(
                    errors.error - errors.cov1 + (r - 1) * excess, Double.POSITIVE_INFINITY);
            case READERS -> new Error(anova().modalityReader, degrees);
            case READERS_AND_CASES -> Error.of(anova().modalityReader, r * excess, degrees);
        };
    }

    /// An error mean square with its degrees of freedom.
    private record Error(double meanSquare, double degrees) {

        /// A mean square with known degrees of freedom, plus a multiple of covariances that is taken as known.
        static Error of(double meanSquare, double known, double degrees) {
            double sum = meanSquare + known;
            return new Error(
                    sum, meanSquare > 0 ? sum * sum / (meanSquare * meanSquare / degrees) : Double.POSITIVE_INFINITY);
        }
    }
}
