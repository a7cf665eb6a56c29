package org.realfm.imaging.dicom.objects;

import java.util.List;
import java.util.Optional;

/// Measurements of one thing (PS3.16 TID 1501).
///
/// @param trackingId   what the thing is called, for a person
/// @param trackingUid  the same as a UID, by which it is followed over time
/// @param finding      what it is
/// @param site         where in the body; empty if that is not known
/// @param measurements what was measured of it, at least one
/// @param segment      the segment that was measured; empty if there is none
/// @param images       the images that were measured
public record MeasurementGroup(String trackingId, String trackingUid, Code finding, Optional<Code> site,
        List<Measurement> measurements, Optional<SegmentReference> segment, List<Reference> images) {

    /// A number with its unit.
    ///
    /// @param concept what was measured, as in (118565006, SCT, Volume)
    /// @param value   finite
    /// @param unit    see [Code#unit]
    public record Measurement(Code concept, double value, Code unit) {}

    /// A segment of a Segmentation object.
    ///
    /// @param segmentation the object
    /// @param number       of the segment, from 1
    public record SegmentReference(Reference segmentation, int number) {}
}
