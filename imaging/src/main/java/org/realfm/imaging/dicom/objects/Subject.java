package org.realfm.imaging.dicom.objects;

import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.UnreadableDicom;

/// Whom a new object is about, and which study it joins: the Patient and General Study modules (PS3.3 C.7.1.1, C.7.2.1).
public final class Subject {

    static final int STUDY_UID = 0x0020000D;
    static final int SERIES_UID = 0x0020000E;

    private static final int[] PATIENT_AND_STUDY = {0x00100010, 0x00100020, 0x00100030, 0x00100040, 0x00080020, 0x00080030,
        0x00080050, 0x00080090, 0x00200010};

    private final DataSet attributes;

    private Subject(DataSet attributes) {
        this.attributes = attributes;
    }

    /// The patient and study of an image, which the new object joins.
    ///
    /// @throws UnreadableDicom if the image has no Study Instance UID, or an attribute is malformed
    public static Subject of(DataSet image) throws UnreadableDicom {
        DataSetBuilder attributes = DataSetBuilder.item().text(STUDY_UID, Reference.required(image, STUDY_UID));
        for (int tag : PATIENT_AND_STUDY) {
            try {
                attributes.text(tag, image.string(tag).orElse(""));
            } catch (IllegalArgumentException e) {
                throw new UnreadableDicom(tag, UnreadableDicom.NONE, "a value that may not be written again ("
                        + e.getMessage() + ")", "a value that the standard allows");
            }
        }
        return new Subject(attributes.build());
    }

    /// A patient of whom only an ID is known, in a study of its own.
    ///
    /// @throws IllegalArgumentException if these are not fit to be an ID and a UID
    public static Subject of(String patientId, String studyUid) {
        DataSetBuilder attributes = DataSetBuilder.item();
        for (int tag : PATIENT_AND_STUDY) {
            attributes.empty(tag);
        }
        return new Subject(attributes.text(0x00100020, patientId).text(STUDY_UID, studyUid).build());
    }

    void into(DataSetBuilder set) {
        attributes.forEach(set::put);
    }
}
