package org.realfm.models.device;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.Dictionary;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicom.objects.Instance;
import org.realfm.imaging.dicom.objects.SecondaryCapture;
import org.realfm.imaging.dicom.objects.Subject;
import org.realfm.imaging.dicom.privacy.Deidentifier;
import org.realfm.imaging.dicom.privacy.Pseudonyms;
import org.realfm.imaging.pictures.Picture;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.wire.Unanswered;

/// A picture as a study of its own. All its identifiers come from the showing, which is salted, and from what is sent to
/// whom: the same for the same, so that an interrupted run finds its answer again, and another for everything else, so that
/// no answer is taken for that to another question. Nothing in it tells the case or the patient.
///
/// @param patient  Patient ID, no other picture's
/// @param study    Study Instance UID
/// @param series   Series Instance UID
/// @param instance SOP Instance UID
record Parcel(String patient, String study, String series, String instance) {

    /// How the IDs of patients begin.
    static final String PATIENTS = "REALFM-";

    private static final int PATIENT_ID = 0x00100020;
    private static final int BURNED_IN = 0x00280301;
    private static final int[] DATES = {0x00080020, 0x00080023};
    private static final int[] TIMES = {0x00080030, 0x00080033};
    private static final String SOFTWARE = "1";

    /// @param showing who is shown what, and how
    static Parcel of(Digest showing) {
        String name = "realfm device " + showing.hex();
        return new Parcel(
                PATIENTS + showing.hex().substring(0, 16).toUpperCase(Locale.ROOT),
                Instance.uid(name + " study"),
                Instance.uid(name + " series"),
                Instance.uid(name + " instance"));
    }

    /// Writes the file that is sent.
    ///
    /// @throws Unanswered  if the picture cannot be one
    /// @throws IOException if it cannot be written
    void write(Content content, DeviceSpec.Sending sending, Path file) throws Unanswered, IOException {
        try {
            Optional<DicomFile> original = sending.files() ? content.untouched().flatMap(Parcel::single) : Optional.empty();
            if (original.isPresent()) {
                DicomWriter.of(original.get()).write(named(deidentified(original.get()), sending), file);
            } else {
                DataSet capture = SecondaryCapture.of(
                        flat(content).quantised(),
                        Subject.of(patient, study),
                        new Instance(instance, series, 1, 1, now(), SOFTWARE));
                DicomWriter.explicitLittle().write(named(capture, sending), file);
            }
        } catch (UnreadableDicom | IllegalArgumentException e) {
            throw new Unanswered("the picture cannot be sent: " + e.getMessage());
        }
    }

    private static Image2D flat(Content content) {
        return switch (content.picture().orElseThrow()) {
            case Picture.Flat(Image2D image) -> image;
            case Picture.Solid ignored -> throw new IllegalArgumentException("it is a volume");
        };
    }

    /// A DICOM file with one frame; empty if it is something else.
    private static Optional<DicomFile> single(Path path) {
        try {
            DicomFile file = DicomFile.read(path);
            return PixelData.of(file).format().frames() == 1 ? Optional.of(file) : Optional.empty();
        } catch (UnreadableDicom e) {
            return Optional.empty();
        }
    }

    private DataSet deidentified(DicomFile file) throws UnreadableDicom, Unanswered {
        if (file.dataSet().string(BURNED_IN).orElse("").equals("YES")) {
            throw new Unanswered("the file says that text is burned into its pixels, so it is not sent");
        }
        return Deidentifier.of(Pseudonyms.of(HexFormat.of().parseHex(Digest.of(study).hex()))).deidentify(file).dataSet();
    }

    private DataSet named(DataSet set, DeviceSpec.Sending sending) {
        DataSetBuilder named = DataSetBuilder.from(set)
                .text(Tag.SOP_INSTANCE_UID, instance)
                .text(0x0020000D, study)
                .text(0x0020000E, series)
                .text(PATIENT_ID, patient);
        LocalDateTime now = now();
        for (int tag : DATES) {
            named.text(tag, DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).format(now));
        }
        for (int tag : TIMES) {
            named.text(tag, DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT).format(now));
        }
        for (Map.Entry<String, String> entry : sending.header().entrySet()) {
            named.text(Dictionary.tag(entry.getKey()).orElseThrow(), entry.getValue());
        }
        return named.build();
    }

    private static LocalDateTime now() {
        return LocalDateTime.now(ZoneId.systemDefault());
    }
}
