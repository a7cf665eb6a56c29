/// Localisation: does the model, or a reader, point at the lesions, and at how many other places?
///
/// [Marks][org.realfm.stats.localisation.Marks] holds what was marked in which image, with which rating, and which lesion
/// it hit, if any. A tour:
///
/// 1. **The trade-off**: [Froc][org.realfm.stats.localisation.Froc], sensitivity against false positives per image, with
///    sensitivity at a fixed number of them and the competition performance metric (CPM).
/// 2. **One number**: [Afroc][org.realfm.stats.localisation.Afroc], the JAFROC figure of merit in four forms. With
///    [org.realfm.stats.readers.ErrorCovariance#jackknife] on its leave-one-out values it carries over to reader
///    studies.
///
/// Intervals are bootstraps over images or, where the plan says so, over patients.
@NullMarked
package org.realfm.stats.localisation;

import org.jspecify.annotations.NullMarked;
