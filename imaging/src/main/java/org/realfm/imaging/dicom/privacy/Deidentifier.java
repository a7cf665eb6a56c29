package org.realfm.imaging.dicom.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.Dictionary;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.Element;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicom.Vr;
import org.realfm.imaging.dicom.privacy.BasicProfile.Action;

/// De-identifies files by the Basic Application Level Confidentiality Profile (PS3.15 E.2, edition 2024b), and is
/// stricter where the profile leaves it to judgement:
///
/// - what the table names is removed, emptied, replaced by a dummy, or, if it is a UID, by another that is the same for
///   the same in all files with one salt ([Pseudonyms]); so is the patient's ID;
/// - private attributes, curves and overlays are removed, everywhere in the data set;
/// - text, names, dates and times that the table does not name become dummies, but for a short list of fields that
///   machines and codes fill; UIDs that it does not name are replaced unless they are the standard's own;
/// - what is kept is searched for the names and numbers that the file itself gives for its patient and physicians;
/// - the content of a structured report becomes one dummy.
///
/// It says nothing of the pixels: text burned into them, a face that could be rebuilt from them, comments within a JPEG
/// code are as they were.
///
/// ```java
/// Deidentified copy = Deidentifier.of(Pseudonyms.of(salt)).deidentify(file);
/// DicomWriter.of(file).write(copy.dataSet(), out);
/// ```
public final class Deidentifier {

    private static final String DICOM_ROOT = "1.2.840.10008.";
    private static final String DIRECTORY = "1.2.840.10008.1.3.10";
    private static final int PATIENT_ID = 0x00100020;
    private static final int CONTENT_SEQUENCE = 0x0040A730;
    private static final int TRACKING_ID = 0x00620020;
    private static final int ENCAPSULATED_DOCUMENT = 0x00420011;
    private static final int BURNED_IN_ANNOTATION = 0x00280301;

    private final Pseudonyms pseudonyms;

    private Deidentifier(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /// A de-identifier that makes new identifiers in this way.
    public static Deidentifier of(Pseudonyms pseudonyms) {
        return new Deidentifier(pseudonyms);
    }

    /// The de-identified copy of a file's data set, to be written by `DicomWriter.of(file)`.
    ///
    /// @throws UnreadableDicom if the file is of a kind that cannot be de-identified here: a directory, a document within
    ///         DICOM, an overlay within the pixels, or without SOP class and instance
    public Deidentified deidentify(DicomFile file) throws UnreadableDicom {
        DataSet set = file.dataSet();
        refuse(file);
        List<String> warnings = new ArrayList<>();
        Run run = new Run(Identifiers.of(set), warnings);
        DataSetBuilder copy = run.copy(set, false);
        String instance = either(file, Tag.SOP_INSTANCE_UID, 0x00020003);
        String sopClass = either(file, Tag.SOP_CLASS_UID, 0x00020002);
        if (!Text.isUid(sopClass)) {
            throw new UnreadableDicom(Tag.SOP_CLASS_UID, UnreadableDicom.NONE, "something else than a UID", "a SOP class");
        }
        copy.text(Tag.SOP_CLASS_UID, Vr.UI, sopClass)
                .text(Tag.SOP_INSTANCE_UID, pseudonyms.uid(instance))
                .text(0x00120062, "YES")
                .text(0x00120063, "realfm: PS3.15 E.2, 2024b; other texts, dates, UIDs replaced")
                .items(0x00120064, DataSetBuilder.item().text(0x00080100, "113100").text(0x00080102, "DCM")
                        .text(0x00080104, "Basic Application Confidentiality Profile").build())
                .text(0x00280303, "REMOVED");
        if (set.has(Tag.PIXEL_DATA)) {
            String burned = set.string(BURNED_IN_ANNOTATION).orElse("");
            warnings.add(switch (burned) {
                case "YES" -> "the file says that text is burned into its pixels";
                case "NO" -> "the file says that no text is burned into its pixels; they were not looked at";
                default -> "whether text is burned into the pixels is not said; they were not looked at";
            });
        }
        return new Deidentified(copy.build(), List.copyOf(warnings));
    }

    private static String either(DicomFile file, int tag, int metaTag) throws UnreadableDicom {
        Optional<String> own = file.dataSet().string(tag);
        Optional<String> found = own.isPresent() ? own : file.meta().string(metaTag);
        return found.orElseThrow(() -> new UnreadableDicom(tag, UnreadableDicom.NONE, "no "
                + Dictionary.keyword(tag).orElse("?"), "one, which a file must name"));
    }

    private static void refuse(DicomFile file) throws UnreadableDicom {
        DataSet set = file.dataSet();
        if (set.has(0x00041220) || file.meta().string(0x00020002).filter(DIRECTORY::equals).isPresent()) {
            throw new UnreadableDicom(0x00041220, UnreadableDicom.NONE, "a directory of other files", "one of these files");
        }
        if (set.has(ENCAPSULATED_DOCUMENT)) {
            throw new UnreadableDicom(ENCAPSULATED_DOCUMENT, UnreadableDicom.NONE, "a document within DICOM",
                    "no document, since nobody can tell what is in it");
        }
        for (int group = 0x60000000; group <= 0x60FE0000; group += 0x00020000) {
            if (set.has(group | 0x10) && !set.has(group | 0x3000)) {
                throw new UnreadableDicom(group | 0x102, UnreadableDicom.NONE, "an overlay within the pixel data",
                        "none, since it cannot be taken out here");
            }
        }
    }

    /// The work on one file.
    private final class Run {

        private final Identifiers identifiers;
        private final List<String> warnings;

        Run(Identifiers identifiers, List<String> warnings) {
            this.identifiers = identifiers;
            this.warnings = warnings;
        }

        /// @param strict whether the sequence is to become a dummy: then no text is kept
        private DataSetBuilder copy(DataSet set, boolean strict) throws UnreadableDicom {
            DataSetBuilder copy = DataSetBuilder.from(set);
            for (Element element : set) {
                int tag = element.tag();
                Optional<Action> action = BasicProfile.action(tag);
                if (action.isPresent()) {
                    act(action.get(), set, element, copy);
                } else if (element.vr() == Vr.SQ) {
                    copy.items(tag, items(set, tag, strict));
                } else if (element.vr() == Vr.UN) {
                    copy.remove(tag); // nobody knows what it is
                } else if (tag == TRACKING_ID && element.length() > 0 && Text.isText(element.vr())) {
                    copy.text(tag, Vr.UT, pseudonyms.text("tracking", set.string(tag).orElse("")));
                } else if (element.vr() == Vr.UI) {
                    if (!Text.isKeptUid(tag) || !set.strings(tag).stream().allMatch(Text::isUid)) {
                        replaceUids(set, tag, copy);
                    }
                } else if (element.length() > 0 && Text.isFree(element.vr()) && (strict || !Text.isKept(tag))) {
                    copy.text(tag, element.vr(), Text.dummy(element.vr()));
                } else if (Text.isText(element.vr())) {
                    search(set, element, copy);
                }
            }
            return copy;
        }

        private void act(Action action, DataSet set, Element element, DataSetBuilder copy) throws UnreadableDicom {
            int tag = element.tag();
            Vr vr = element.vr();
            switch (action) {
                case REMOVE -> copy.remove(tag);
                case EMPTY -> copy.empty(tag, vr);
                case REPLACE_UID -> {
                    if (vr == Vr.SQ) {
                        copy.items(tag, items(set, tag, false));
                    } else if (vr == Vr.UI) {
                        replaceUids(set, tag, copy);
                    } else {
                        copy.remove(tag);
                    }
                }
                case DUMMY -> {
                    if (tag == CONTENT_SEQUENCE) {
                        copy.items(tag, dummyContent());
                    } else if (vr == Vr.SQ) {
                        copy.items(tag, items(set, tag, true));
                    } else if (vr == Vr.UI) {
                        replaceUids(set, tag, copy);
                    } else if (element.length() > 0) {
                        dummy(set, element, copy);
                    }
                }
            }
        }

        private void dummy(DataSet set, Element element, DataSetBuilder copy) throws UnreadableDicom {
            int tag = element.tag();
            if (tag == PATIENT_ID && Text.isText(element.vr())) {
                copy.text(tag, Vr.LO, pseudonyms.text("patient", set.string(tag).orElse("")));
            } else if (Text.isText(element.vr())) {
                copy.text(tag, element.vr(), Text.dummy(element.vr()));
            } else {
                copy.bytes(tag, element.vr(), new byte[8]); // whole numbers of every size
            }
        }

        private List<DataSet> items(DataSet set, int tag, boolean strict) throws UnreadableDicom {
            List<DataSet> items = new ArrayList<>();
            for (DataSet item : set.items(tag)) {
                items.add(copy(item, strict).build());
            }
            return items;
        }

        private DataSet dummyContent() {
            DataSet name = DataSetBuilder.item().text(0x00080100, "121071").text(0x00080102, "DCM")
                    .text(0x00080104, "Finding").build();
            return DataSetBuilder.item().text(0x0040A010, "CONTAINS").text(0x0040A040, "TEXT").items(0x0040A043, name)
                    .text(0x0040A160, "REMOVED").build();
        }

        private void replaceUids(DataSet set, int tag, DataSetBuilder copy) throws UnreadableDicom {
            copy.text(tag, Vr.UI, set.strings(tag).stream()
                    .map(uid -> uid.isEmpty() || uid.startsWith(DICOM_ROOT) && Text.isUid(uid) ? uid : pseudonyms.uid(uid)).toArray(String[]::new));
        }

        /// What is kept must not name the patient. What decides how pixels are read stays, whatever the patient's name.
        private void search(DataSet set, Element element, DataSetBuilder copy) throws UnreadableDicom {
            int tag = element.tag();
            boolean format = tag >>> 16 == 0x0028 || tag == Tag.SPECIFIC_CHARACTER_SET || tag == Tag.MODALITY;
            if (element.length() > 0 && !(format && element.vr() != Vr.LO)
                    && set.strings(tag).stream().anyMatch(identifiers::in)) {
                copy.text(tag, element.vr(), Text.dummy(element.vr()));
                warnings.add(Tag.text(tag) + " " + Dictionary.keyword(tag).orElse("?")
                        + " held a name or number of a person, and was replaced");
            }
        }
    }
}
