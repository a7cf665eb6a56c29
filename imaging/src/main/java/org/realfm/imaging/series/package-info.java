/// Volumes from the slices of DICOM series.
///
/// Start at [org.realfm.imaging.series.Series#of], which groups files into series, each with its geometry and what is
/// wrong with it ([org.realfm.imaging.series.SeriesFinding]); [org.realfm.imaging.series.Series#volume] reads the voxels of
/// one whose geometry is right. [org.realfm.imaging.series.Slice] is what a file says of one slice,
/// [org.realfm.imaging.series.Stack] sorts slices along their normal and finds what is wrong with their places.
@NullMarked
package org.realfm.imaging.series;

import org.jspecify.annotations.NullMarked;
