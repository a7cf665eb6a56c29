package org.realfm.imaging.dicom;

import java.util.List;

/// Where enhanced multi-frame objects keep the attributes of a frame (PS3.3 C.7.6.16): in the functional groups of that
/// frame, or of all; other objects keep them in the data set itself.
public final class FunctionalGroups {

    private static final int SHARED = 0x52009229;
    private static final int PER_FRAME = 0x52009230;

    private FunctionalGroups() {}

    /// The data set that holds the attributes of a functional group for a frame.
    ///
    /// @param group tag of the group's sequence, as in Pixel Value Transformation Sequence (0028,9145)
    public static DataSet of(DataSet set, int frame, int group) throws UnreadableDicom {
        List<DataSet> frames = set.items(PER_FRAME);
        if (frame < frames.size() && !frames.get(frame).items(group).isEmpty()) {
            return frames.get(frame).items(group).getFirst();
        }
        List<DataSet> shared = set.items(SHARED);
        if (!shared.isEmpty() && !shared.getFirst().items(group).isEmpty()) {
            return shared.getFirst().items(group).getFirst();
        }
        return set;
    }
}
