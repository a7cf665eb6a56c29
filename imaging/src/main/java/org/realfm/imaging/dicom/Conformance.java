package org.realfm.imaging.dicom;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Attributes that an object of its kind must have (PS3.3 annex A), for CT, MR, CR and digital X-ray images. Type 1
/// attributes must be there with a value, type 2 be there, perhaps empty (PS3.5 7.4). Conditional types (1C, 2C) and what is
/// within sequences are left to a full validator such as dciodvfy.
public final class Conformance {

    /// Type, tag and keyword of every image's attributes: Patient C.7.1.1, General Study C.7.2.1, General Series C.7.3.1,
    /// General Equipment C.7.5.1, General Image C.7.6.1, Image Pixel C.7.6.3, SOP Common C.12.1.
    private static final String ALL = """
            1 00080016 SOPClassUID
            1 00080018 SOPInstanceUID
            2 00080020 StudyDate
            2 00080030 StudyTime
            2 00080050 AccessionNumber
            1 00080060 Modality
            2 00080090 ReferringPhysicianName
            2 00100010 PatientName
            2 00100020 PatientID
            2 00100030 PatientBirthDate
            2 00100040 PatientSex
            1 0020000D StudyInstanceUID
            1 0020000E SeriesInstanceUID
            2 00200010 StudyID
            2 00200011 SeriesNumber
            2 00200013 InstanceNumber
            1 00280002 SamplesPerPixel
            1 00280004 PhotometricInterpretation
            1 00280010 Rows
            1 00280011 Columns
            1 00280100 BitsAllocated
            1 00280101 BitsStored
            1 00280102 HighBit
            1 00280103 PixelRepresentation
            """;

    /// Frame of Reference C.7.4.1, Image Plane C.7.6.2, and the equipment that both must name.
    private static final String PLANE = """
            2 00080070 Manufacturer
            2 00180050 SliceThickness
            1 00200032 ImagePositionPatient
            1 00200037 ImageOrientationPatient
            1 00200052 FrameOfReferenceUID
            2 00201040 PositionReferenceIndicator
            1 00280030 PixelSpacing
            """;

    /// CT Image C.8.2.1.
    private static final String CT = """
            1 00080008 ImageType
            2 00180060 KVP
            2 00200012 AcquisitionNumber
            1 00281052 RescaleIntercept
            1 00281053 RescaleSlope
            """;

    /// MR Image C.8.3.1.
    private static final String MR = """
            1 00080008 ImageType
            1 00180020 ScanningSequence
            1 00180021 SequenceVariant
            2 00180022 ScanOptions
            2 00180023 MRAcquisitionType
            2 00180081 EchoTime
            2 00180091 EchoTrainLength
            """;

    /// CR Series C.8.1.1.
    private static final String CR = """
            2 00080070 Manufacturer
            2 00180015 BodyPartExamined
            2 00185101 ViewPosition
            """;

    /// DX Series C.8.11.1, DX Anatomy Imaged C.8.11.2, DX Image C.8.11.3, DX Detector C.8.11.4.
    private static final String DX = """
            1 00080008 ImageType
            1 00080068 PresentationIntentType
            2 00080070 Manufacturer
            2 00082218 AnatomicRegionSequence
            1 00181164 ImagerPixelSpacing
            2 00187004 DetectorType
            1 00200020 PatientOrientation
            1 00200062 ImageLaterality
            1 00280301 BurnedInAnnotation
            1 00281040 PixelIntensityRelationship
            1 00281041 PixelIntensityRelationshipSign
            1 00281052 RescaleIntercept
            1 00281053 RescaleSlope
            1 00281054 RescaleType
            1 00282110 LossyImageCompression
            2 00400555 AcquisitionContextSequence
            1 20500020 PresentationLUTShape
            """;

    /// Objects by their SOP class: the modality that they must name, and their attributes.
    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("1.2.840.10008.5.1.4.1.1.2", new Kind("CT Image", "CT", table(ALL + PLANE + CT)));
        KINDS.put("1.2.840.10008.5.1.4.1.1.4", new Kind("MR Image", "MR", table(ALL + PLANE + MR)));
        KINDS.put("1.2.840.10008.5.1.4.1.1.1", new Kind("CR Image", "CR", table(ALL + CR)));
        KINDS.put("1.2.840.10008.5.1.4.1.1.1.1", new Kind("DX Image", "DX", table(ALL + DX)));
        KINDS.put("1.2.840.10008.5.1.4.1.1.1.1.1", new Kind("DX Image", "DX", table(ALL + DX)));
    }

    private record Kind(String name, String modality, List<Rule> rules) {}

    private record Rule(int type, int tag, String keyword) {}

    /// An attribute that is not as it must be.
    ///
    /// @param tag  the attribute
    /// @param text what is wrong
    public record Breach(int tag, String text) {

        @Override
        public String toString() {
            return Tag.text(tag) + " " + text;
        }
    }

    private Conformance() {}

    private static List<Rule> table(String lines) {
        return lines.lines().map(line -> line.split(" ")).map(parts -> new Rule(Integer.parseInt(parts[0]),
                HexFormat.fromHexDigits(parts[1]), parts[2])).toList();
    }

    /// What is not as it must be, in the order of the tables; empty if all is. No answer for other kinds of objects.
    public static Optional<List<Breach>> of(DataSet set) throws UnreadableDicom {
        Optional<String> uid = set.string(Tag.SOP_CLASS_UID);
        if (uid.isEmpty() || !KINDS.containsKey(uid.get())) {
            return Optional.empty();
        }
        Kind kind = KINDS.getOrDefault(uid.get(), new Kind("", "", List.of()));
        List<Breach> breaches = new ArrayList<>();
        for (Rule rule : kind.rules) {
            boolean there = set.element(rule.tag).isPresent();
            if (!there || rule.type == 1 && !set.has(rule.tag)) {
                breaches.add(new Breach(rule.tag, rule.keyword + " is " + (there ? "empty" : "missing") + ", type " + rule.type
                        + " of " + kind.name));
            }
        }
        String modality = set.string(Tag.MODALITY).orElse(kind.modality);
        if (!modality.equals(kind.modality)) {
            breaches.add(new Breach(Tag.MODALITY, "Modality is '" + modality + "', expected '" + kind.modality + "' of " + kind.name));
        }
        if (!set.has(Tag.PIXEL_DATA)) {
            breaches.add(new Breach(Tag.PIXEL_DATA, "there is no pixel data, expected of " + kind.name));
        }
        return Optional.of(breaches);
    }
}
