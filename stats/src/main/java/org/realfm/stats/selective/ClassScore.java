package org.realfm.stats.selective;

import org.realfm.stats.Require;

/// How strange a class would be for a case whose probabilities are known; for [Conformal].
@FunctionalInterface
public interface ClassScore {

    /// @param probability of each class
    /// @param label       the class that is asked about
    double of(double[] probability, int label);

    /// 1 - p(label): the smallest sets on average ("least ambiguous classifiers"), with empty sets and poor coverage of
    /// hard cases as the price.
    ///
    /// Source: Sadinle, Lei & Wasserman 2019, doi:10.1080/01621459.2017.1395341.
    static ClassScore leastAmbiguous() {
        return (probability, label) -> 1 - probability[label];
    }

    /// The probability of all classes that are likelier than the label, and of the label ("adaptive prediction sets"):
    /// larger sets for harder cases, never an empty one. Equal probabilities count as likelier. Sets cover more than
    /// asked for, since the label counts whole.
    ///
    /// Source: Romano, Sesia & Candes 2020, arXiv:2006.02544.
    static ClassScore adaptive() {
        return adaptive(1);
    }

    /// As [#adaptive()], of which the label counts the share `u`. With u drawn uniformly for each case, at calibration
    /// and afterwards, sets cover no more than asked for; they may be empty.
    ///
    /// @param u in [0, 1]
    static ClassScore adaptive(double u) {
        Require.share(u, "u");
        return (probability, label) -> {
            double sum = u * probability[label];
            for (int c = 0; c < probability.length; c++) {
                sum += c != label && probability[c] >= probability[label] ? probability[c] : 0;
            }
            return sum;
        };
    }
}
