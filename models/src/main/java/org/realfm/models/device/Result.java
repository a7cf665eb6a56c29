package org.realfm.models.device;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.OptionalDouble;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicomweb.InstanceUids;

/// A result of a device. The latest is the greatest: by content date, content time and SOP Instance UID; one that could not
/// be read is earlier than all others.
///
/// @param when    content date and time
/// @param uid     SOP Instance UID
/// @param maker   manufacturer, product and version, as far as it says; empty if it does not
/// @param score   its score, if it has one
/// @param partial whether it says that more will come
/// @param reason  why it has no score
record Result(String when, String uid, String maker, OptionalDouble score, boolean partial, String reason)
        implements Comparable<Result> {

    private static final int CONTENT_DATE = 0x00080023;
    private static final int CONTENT_TIME = 0x00080033;
    private static final int[] MAKER = {0x00080070, 0x00081090, 0x00181020};

    /// A result that could not be had.
    static Result without(InstanceUids uids, String reason) {
        return new Result("", uids.instance(), "", OptionalDouble.empty(), false, reason);
    }

    /// Reads a result.
    static Result read(Path path, InstanceUids uids, Parcel parcel, Reading reading) {
        try {
            DicomFile file = DicomFile.read(path);
            DataSet set = file.dataSet();
            Reading.Answer answer = reading.read(file);
            boolean ours = answer.mentions().isEmpty()
                    ? uids.study().equals(parcel.study())
                    : answer.mentions().contains(parcel.instance()) || answer.mentions().contains(parcel.study());
            String when = set.string(CONTENT_DATE).orElse("") + " " + set.string(CONTENT_TIME).orElse("");
            if (!ours) {
                return new Result(when, uids.instance(), "", OptionalDouble.empty(), false,
                        "the result speaks of another study than the one that was sent");
            }
            return new Result(
                    when,
                    uids.instance(),
                    maker(set),
                    answer.complete() ? answer.score() : OptionalDouble.empty(),
                    !answer.complete(),
                    answer.complete() ? answer.reason() : "the result is not complete");
        } catch (UnreadableDicom e) {
            return without(uids, "the result cannot be read: " + e.getMessage());
        }
    }

    private static String maker(DataSet set) throws UnreadableDicom {
        StringBuilder maker = new StringBuilder();
        for (int tag : MAKER) {
            String value = String.join(" ", set.strings(tag));
            maker.append(maker.isEmpty() || value.isEmpty() ? "" : " ").append(value);
        }
        return maker.toString().strip();
    }

    @Override
    public int compareTo(Result other) {
        return Comparator.comparing(Result::when).thenComparing(Result::uid).compare(this, other);
    }
}
