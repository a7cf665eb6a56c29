package org.realfm.imaging.dicom.privacy;

import java.util.Set;
import java.util.regex.Pattern;
import org.realfm.imaging.dicom.Vr;

/// Which texts may stay that the standard's table does not name.
///
/// The table lists the attributes that are known to tell who somebody is; a text field that it does not list can still
/// hold anything. Here such a text, a name, a date or a time stays only if it is on this list, on which are those that a
/// machine fills in, or that a code stands beside.
final class Text {

    private static final Set<Integer> KEPT = Set.of(
            0x00080070, 0x00081090, 0x00181020, // manufacturer, its model, software versions
            0x00080100, 0x00080102, 0x00080103, 0x00080104, 0x00080119, 0x00080120, 0x00080115, // codes and their meaning
            0x00180023, 0x00180024, 0x00189005, 0x00180085, 0x00181250, 0x00181251, // MR: sequence, nucleus, coils
            0x00181160, 0x00181210, 0x00180031, // filter, kernel, radiopharmaceutical
            0x00201040, 0x00209056, 0x00209421, // position reference, stack, dimension
            0x00281054, 0x00281055, 0x00283003, 0x00283004, // rescale type, explanations of windows and tables
            0x00620005, 0x00620006, 0x00620009); // segments: label, description, algorithm

    /// Identifiers of classes, schemes and resources, of which all files have the same.
    private static final Set<Integer> KEPT_UIDS = Set.of(0x00080016, 0x00081150, 0x0008010C, 0x00080118, 0x0008010F,
            0x0008001A, 0x0008001B, 0x0008040C, 0x00041510, 0x00041512);

    private static final Pattern UID = Pattern.compile("(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*))+");

    private Text() {}

    static boolean isText(Vr vr) {
        return switch (vr) {
            case AE, AS, CS, DA, DS, DT, IS, LO, LT, PN, SH, ST, TM, UC, UI, UR, UT -> true;
            default -> false;
        };
    }

    /// Whether anything at all may have been typed into it.
    static boolean isFree(Vr vr) {
        return isText(vr) && switch (vr) {
            case CS, DS, IS, UI -> false;
            default -> true;
        };
    }

    static boolean isKept(int tag) {
        return KEPT.contains(tag);
    }

    static boolean isKeptUid(int tag) {
        return KEPT_UIDS.contains(tag);
    }

    /// Whether a text is a UID (PS3.5 9.1).
    static boolean isUid(String text) {
        return text.length() <= 64 && UID.matcher(text).matches();
    }

    /// A value that means nothing.
    static String dummy(Vr vr) {
        return switch (vr) {
            case AS -> "000Y";
            case DA -> "19000101";
            case TM -> "000000";
            case DT -> "19000101000000";
            case DS, IS -> "0";
            case UR -> "urn:removed";
            default -> "REMOVED";
        };
    }
}
