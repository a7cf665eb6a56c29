package org.realfm.imaging.segmentation;

/// What the surface of a mask is made of. The two differ by up to half a voxel and in how they weigh what they find, so
/// a number goes with its kind.
public enum SurfaceKind {
    /// The voxels of the mask that have a neighbour outside it across a face, each counted once: the mask without its
    /// erosion by a cross. What most tools do. Counts depend on how a surface lies in the grid: where slices
    /// are thick, a mm² of a structure's flat top counts more than one of its sides.
    BORDER_VOXELS,
    /// Surface elements with areas (Nikolov et al. 2021, doi:10.2196/26151): the points between voxels, half a voxel
    /// off the grid, whose eight neighbours (in a picture: four) are neither all in nor all out of the mask, each
    /// weighted by the area (length) of the surface that runs between these neighbours. A mm² counts the
    /// same whichever way it faces.
    ELEMENTS
}
