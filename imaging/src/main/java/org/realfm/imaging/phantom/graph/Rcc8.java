package org.realfm.imaging.phantom.graph;

import org.realfm.imaging.segmentation.ImageEdge;
import org.realfm.imaging.segmentation.VoxelMask;

/// How two regions lie to each other: the eight relations of Randell, Cui and Cohn 1992 (A spatial logic based on regions and
/// connection, KR'92).
///
/// On a grid: two regions share what they share of voxels; they touch if a voxel of one and a voxel of the other share a
/// face (in a picture: an edge); one lies in the other's rim if a voxel of it has a neighbour across a face outside the
/// other. Beyond the grid lies more of whatever is at its edge.
public enum Rcc8 {
    /// Apart.
    DC("apart from"),
    /// Touching, nothing shared.
    EC("touches"),
    /// Something shared, and each has something of its own.
    PO("overlaps"),
    /// Within, up to the rim.
    TPP("inside, at the rim of"),
    /// Within, clear of the rim.
    NTPP("inside"),
    /// Holds the other, which reaches the rim.
    TPPI("contains, up to the rim,"),
    /// Holds the other clear of the rim.
    NTPPI("contains"),
    /// The same.
    EQ("equals");

    private final String words;

    Rcc8(String words) {
        this.words = words;
    }

    /// In words, between the first and the second.
    public String words() {
        return words;
    }

    /// What holds with the two exchanged.
    public Rcc8 inverse() {
        return switch (this) {
            case TPP -> TPPI;
            case NTPP -> NTPPI;
            case TPPI -> TPP;
            case NTPPI -> NTPP;
            case DC, EC, PO, EQ -> this;
        };
    }

    /// How two regions of one grid lie to each other.
    ///
    /// @throws IllegalArgumentException if one is empty or the grids differ
    public static Rcc8 of(VoxelMask a, VoxelMask b) {
        if (a.isEmpty() || b.isEmpty()) {
            throw new IllegalArgumentException("nothing lies in no relation to anything: a region is empty");
        }
        if (a.and(b).isEmpty()) {
            return a.rim().and(b).isEmpty() ? DC : EC;
        }
        boolean inside = a.andNot(b).isEmpty();
        boolean contains = b.andNot(a).isEmpty();
        if (inside && contains) {
            return EQ;
        }
        if (inside) {
            return a.and(b.border(ImageEdge.CUT)).isEmpty() ? NTPP : TPP;
        }
        if (contains) {
            return b.and(a.border(ImageEdge.CUT)).isEmpty() ? NTPPI : TPPI;
        }
        return PO;
    }
}
