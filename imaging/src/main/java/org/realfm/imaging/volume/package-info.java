/// Volumes with geometry: a grid of voxels and where each of them lies in the patient.
///
/// Start at [org.realfm.imaging.volume.Volume]. Places are in millimetres in the patient's coordinates of DICOM, LPS: x
/// grows to the patient's left, y to the back (posterior), z to the head (superior).
@NullMarked
package org.realfm.imaging.volume;

import org.jspecify.annotations.NullMarked;
