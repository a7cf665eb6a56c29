package org.realfm.imaging.segmentation;

/// What a structure that reaches the edge of the image has there.
public enum ImageEdge {
    /// A surface: all that lies beyond the image is background. The usual choice (`border_value=0` in SciPy), and right
    /// where the structure does end there.
    SURFACE,
    /// No surface: the field of view cuts the structure, and where it really ends is not known. Distances are then
    /// taken over the surface that is seen.
    CUT
}
