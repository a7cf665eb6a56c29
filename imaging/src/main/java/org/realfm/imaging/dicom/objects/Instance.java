package org.realfm.imaging.dicom.objects;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.Tag;

/// What a new object is called.
///
/// @param uid          SOP Instance UID
/// @param series       Series Instance UID
/// @param seriesNumber Series Number
/// @param number       Instance Number
/// @param created      when its content was made
/// @param software     what made it: a version, as in `1.2.0`
public record Instance(String uid, String series, int seriesNumber, int number, LocalDateTime created, String software) {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    /// A UID for what has a name: `2.25.` and 128 bits of the name's SHA-256, the same for the same name. The name must say
    /// everything that the object is made of, as a digest of its content does.
    public static String uid(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "2.25." + new BigInteger(1, Arrays.copyOf(hash, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    /// A data set with the modules that all objects have: SOP Common, Patient, General Study, General Series and Equipment.
    DataSetBuilder begin(String sopClass, String modality, Subject subject) {
        DataSetBuilder set = DataSetBuilder.dataSet();
        subject.into(set);
        return set.text(Tag.SOP_CLASS_UID, sopClass).text(Tag.SOP_INSTANCE_UID, uid).text(Tag.MODALITY, modality)
                .text(Subject.SERIES_UID, series).numbers(0x00200011, seriesNumber).numbers(0x00200013, number)
                .text(0x00080023, DATE.format(created)).text(0x00080033, TIME.format(created))
                .text(0x00080012, DATE.format(created)).text(0x00080013, TIME.format(created))
                .text(0x00080070, "realfm").text(0x00081090, "realfm").text(0x00181000, "none").text(0x00181020, software);
    }
}
