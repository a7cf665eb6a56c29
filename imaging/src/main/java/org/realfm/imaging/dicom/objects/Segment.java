package org.realfm.imaging.dicom.objects;

import org.realfm.imaging.segmentation.VoxelMask;

/// A segment: which voxels, and what they are.
///
/// @param mask        its voxels
/// @param label       in words, of at most 64 characters
/// @param category    what kind of thing, as in (49755003, SCT, Morphologically abnormal structure)
/// @param type        which thing, as in (4147007, SCT, Mass)
/// @param algorithm   the name of what drew it
/// @param trackingId  a name by which it is followed over time, of at most 64 characters
/// @param trackingUid the same as a UID
public record Segment(VoxelMask mask, String label, Code category, Code type, String algorithm, String trackingId,
        String trackingUid) {}
