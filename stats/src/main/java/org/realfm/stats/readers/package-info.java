/// Reader studies: several readers score the cases of one or more modalities, and the question is how well readers like
/// these do with cases like these.
///
/// Readers and cases are both samples; taking either for the whole population makes intervals too narrow. A tour:
///
/// 1. **The data**: [ReaderStudy][org.realfm.stats.readers.ReaderStudy], of any design.
/// 2. **AUROC in any design**: [UStatistic][org.realfm.stats.readers.UStatistic] gives each modality and each difference
///    as a [Contrast][org.realfm.stats.readers.Contrast] with interval and p-value; choose the
///    [Form][org.realfm.stats.readers.Form] of the variance and its [Degrees][org.realfm.stats.readers.Degrees] of
///    freedom. The moments and components of variance behind it are [Moments][org.realfm.stats.readers.Moments].
/// 3. **Any figure of merit in a crossed design**: [ObuchowskiRockette][org.realfm.stats.readers.ObuchowskiRockette],
///    from readers' figures and their covariance over cases
///    ([ErrorCovariance][org.realfm.stats.readers.ErrorCovariance]); [Sampled][org.realfm.stats.readers.Sampled] says what is
///    random. Components: [OrComponents][org.realfm.stats.readers.OrComponents],
///    [DbmComponents][org.realfm.stats.readers.DbmComponents], [MeanSquares][org.realfm.stats.readers.MeanSquares],
///    and for two modalities of a `UStatistic` [VarianceTables][org.realfm.stats.readers.VarianceTables].
/// 4. **Sensitivity, specificity, reading time**: [ReaderMean][org.realfm.stats.readers.ReaderMean], a mean over
///    readers and cases, in any design.
/// 5. **Before the study**: [ReaderPlanning][org.realfm.stats.readers.ReaderPlanning] on a
///    [PlannedDesign][org.realfm.stats.readers.PlannedDesign].
///
/// ```java
/// ReaderStudy study = ReaderStudy.of(reader, modality, caseId, truth, score);
/// UStatistic analysis = UStatistic.of(study);
/// Estimate gain = analysis.difference(1, 0, Form.UNBIASED, Degrees.BDG).estimate("auroc gain", 0.95);
/// ```
@NullMarked
package org.realfm.stats.readers;

import org.jspecify.annotations.NullMarked;
