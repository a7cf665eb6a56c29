package org.realfm.stats.readers;

/// Variance components of the model of Obuchowski and Rockette for readers' figures of merit. Estimates may be negative.
///
/// @param reader         Var(R)
/// @param modalityReader Var(TR), modality by reader
/// @param cov1           error covariance, same reader, other modality
/// @param cov2           error covariance, other reader, same modality
/// @param cov3           error covariance, other reader, other modality
/// @param error          error variance
///
/// Source: Obuchowski & Rockette 1995, doi:10.1080/03610919508813243; Hillis 2014, doi:10.1002/sim.5926.
public record OrComponents(
        double reader, double modalityReader, double cov1, double cov2, double cov3, double error) {

    /// The components of the model of Dorfman, Berbaum and Metz that say the same.
    ///
    /// @param cases of both classes together
    ///
    /// Source: Hillis, Obuchowski, Schartz & Berbaum 2005, doi:10.1002/sim.2024.
    public DbmComponents dbm(long cases) {
        return new DbmComponents(
                reader, cases * cov3, cases * (cov1 - cov3), modalityReader, cases * (cov2 - cov3),
                cases * (error - cov1 - cov2 + cov3));
    }
}
