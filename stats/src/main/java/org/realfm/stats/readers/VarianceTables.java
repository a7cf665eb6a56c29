package org.realfm.stats.readers;

import org.realfm.stats.Require;

/// The decompositions of the variance of a difference of two modalities that iMRMC prints (BDG, BCK, DBM, OR, MS).
///
/// They all say the same in other words. DBM, OR and MS exist for fully crossed designs only.
///
/// @param first   moments of the variance in the first modality; their components are BCK
/// @param second  in the second
/// @param between moments of the covariance
/// @param form    which estimates the tables use
public record VarianceTables(
        Moments first, Moments second, Moments between, Form form, boolean crossed, int readers, int negatives,
        int positives) {

    public static VarianceTables of(UStatistic analysis, int first, int second, Form form) {
        ReaderStudy study = analysis.study();
        return new VarianceTables(
                analysis.moments(first, first), analysis.moments(second, second), analysis.moments(first, second), form,
                study.crossed(first, second), study.readers(first, second), study.cases(first, second, false),
                study.cases(first, second, true));
    }

    /// The variance of the difference.
    public double variance() {
        return first.covariance(form) + second.covariance(form) - 2 * between.covariance(form);
    }

    /// Components of the model of Dorfman, Berbaum and Metz.
    ///
    /// @throws IllegalArgumentException where the design is not fully crossed
    public DbmComponents dbm() {
        Require.that(crossed, "DBM components need a fully crossed design");
        return DbmComponents.of(
                first.components(form), second.components(form), between.components(form), readers, negatives,
                positives);
    }

    /// Components of the model of Obuchowski and Rockette.
    public OrComponents or() {
        return dbm().or(cases());
    }

    /// Mean squares.
    public MeanSquares meanSquares() {
        return dbm().meanSquares(2, readers, cases());
    }

    private long cases() {
        return (long) negatives + positives;
    }
}
