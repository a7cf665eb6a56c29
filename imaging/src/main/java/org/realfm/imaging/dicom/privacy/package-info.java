/// Copies of DICOM files without what tells who the patient is (PS3.15 annex E). Start at [Deidentifier];
/// [BasicProfile] is the standard's table, [Pseudonyms] makes new identifiers from old ones and a secret.
@NullMarked
package org.realfm.imaging.dicom.privacy;

import org.jspecify.annotations.NullMarked;
