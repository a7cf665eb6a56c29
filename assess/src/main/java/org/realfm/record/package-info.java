/// What is known of a case beside its picture, as the study file declares it: columns of the cohort's table, other tables, texts and
/// FHIR bundles become a [org.realfm.models.ClinicalRecord] a case. [RecordSpec] is what was declared, [RecordReader] reads it.
///
/// Only what was certainly so before the index time of a case is used ([Moment]). What cannot be read is missing, with a reason that
/// is counted; no reason holds a value, a name of a file or an identifier.
@NullMarked
package org.realfm.record;

import org.jspecify.annotations.NullMarked;
