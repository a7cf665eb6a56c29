package org.realfm.imaging.segmentation;

/// Which voxels are neighbours.
public enum Connectivity {
    /// Those that share a face: 6 in a volume, 4 in a picture.
    FACES,
    /// Those that share a face or an edge: 18 in a volume; in a picture the same as [#CORNERS].
    EDGES,
    /// Those that share a face, an edge or a corner: 26 in a volume, 8 in a picture.
    CORNERS
}
