/// Criteria of the data dimension: who is in the evidence ([Demographics]), whether each subgroup is large enough to say
/// anything ([SubgroupPrecision]), whether development and evaluation are apart ([PatientOverlap], [NearDuplicates]), what
/// is missing ([Missingness]), whether site is tied to label ([SiteScanner]) and whether the data sheet is true of the
/// files ([Datasheet]). [CrossFitted] and [Patients] are what several of them
/// share.
@NullMarked
package org.realfm.criteria.data;

import org.jspecify.annotations.NullMarked;
