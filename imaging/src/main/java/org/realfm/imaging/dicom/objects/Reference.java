package org.realfm.imaging.dicom.objects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;

/// Another object, by its identifiers.
///
/// @param study    Study Instance UID
/// @param series   Series Instance UID
/// @param sopClass SOP Class UID
/// @param instance SOP Instance UID
public record Reference(String study, String series, String sopClass, String instance) {

    /// The reference to a data set.
    ///
    /// @throws UnreadableDicom if it lacks one of its identifiers
    public static Reference to(DataSet set) throws UnreadableDicom {
        return new Reference(required(set, Subject.STUDY_UID), required(set, Subject.SERIES_UID),
                required(set, Tag.SOP_CLASS_UID), required(set, Tag.SOP_INSTANCE_UID));
    }

    static String required(DataSet set, int tag) throws UnreadableDicom {
        Optional<String> found = set.string(tag);
        if (found.isEmpty()) {
            throw new UnreadableDicom(tag, UnreadableDicom.NONE, "no value", "an identifier to refer to");
        }
        return found.get();
    }

    /// Referenced SOP Class and Instance UID (PS3.3 10.8).
    DataSetBuilder item() {
        return DataSetBuilder.item().text(0x00081150, sopClass).text(0x00081155, instance);
    }

    /// One item a series, each with a sequence of its instances.
    ///
    /// @param sequence the tag of the latter
    static List<DataSet> bySeries(List<Reference> references, int sequence) {
        Map<String, List<DataSet>> series = new LinkedHashMap<>();
        for (Reference reference : references.stream().distinct().toList()) {
            series.computeIfAbsent(reference.series, uid -> new ArrayList<>()).add(reference.item().build());
        }
        return series.entrySet().stream().map(one -> DataSetBuilder.item().text(Subject.SERIES_UID, one.getKey())
                .items(sequence, one.getValue()).build()).toList();
    }
}
