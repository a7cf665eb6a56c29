package org.realfm.imaging.dicomweb;

import java.util.Optional;
import java.util.regex.Pattern;

/// The identifiers by which an instance is retrieved.
///
/// @param study    Study Instance UID
/// @param series   Series Instance UID
/// @param instance SOP Instance UID
public record InstanceUids(String study, String series, String instance) {

    static final int SOP_INSTANCE_UID = 0x00080018;
    static final int STUDY_INSTANCE_UID = 0x0020000D;
    static final int SERIES_INSTANCE_UID = 0x0020000E;

    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}"); // PS3.5 9.1, leading zeros forgiven

    /// @throws IllegalArgumentException if one is not a UID
    public InstanceUids {
        if (!isUid(study) || !isUid(series) || !isUid(instance)) {
            throw new IllegalArgumentException("a UID has 1 to 64 digits and points");
        }
    }

    /// Whether a text is a UID. What a server sends becomes part of an address, so nothing else is let through.
    public static boolean isUid(String text) {
        return UID.matcher(text).matches();
    }

    /// Those of what a search found; empty if one is missing or no UID.
    public static Optional<InstanceUids> of(Attributes found) {
        Optional<String> study = found.string(STUDY_INSTANCE_UID).filter(InstanceUids::isUid);
        Optional<String> series = found.string(SERIES_INSTANCE_UID).filter(InstanceUids::isUid);
        Optional<String> instance = found.string(SOP_INSTANCE_UID).filter(InstanceUids::isUid);
        return study.isPresent() && series.isPresent() && instance.isPresent()
                ? Optional.of(new InstanceUids(study.get(), series.get(), instance.get()))
                : Optional.empty();
    }
}
