/// Solids that phantoms are built of, and what a straight line cuts out of them.
///
/// A [org.realfm.imaging.phantom.solid.Shape] says how far a place is from its surface and where a
/// [org.realfm.imaging.phantom.solid.Ray] runs through it. From the second alone come pictures of every kind: rows of voxels are
/// rays, and so are the paths of X-rays, so a volume and a radiograph of one scene agree without any resampling. All
/// lengths are in millimetres; places are in the patient's coordinates, LPS.
@NullMarked
package org.realfm.imaging.phantom.solid;

import org.jspecify.annotations.NullMarked;
