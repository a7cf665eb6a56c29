/// Files that hold a volume of the patient: NIfTI-1 and NIfTI-2, MetaImage, NRRD.
///
/// Start at [org.realfm.imaging.formats.VolumeReader], which tells the formats apart and gives a
/// [org.realfm.imaging.formats.VolumeFile]: its header has been read and held against what is left of the file, its
/// voxels have not. [org.realfm.imaging.formats.Nifti], [org.realfm.imaging.formats.MetaImage] and
/// [org.realfm.imaging.formats.Nrrd] each read one format's header. Whatever the file's own axes are, places come out in
/// LPS millimetres; a file that does not say which side is the patient's left gives no volume.
/// [org.realfm.imaging.formats.NiftiWriter] writes NIfTI-1.
@NullMarked
package org.realfm.imaging.formats;

import org.jspecify.annotations.NullMarked;
