package org.realfm.imaging.dicom.objects;

import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.UnreadableDicom;

/// A concept of a coding scheme (PS3.3 8.8).
///
/// @param value   of at most 16 characters, as in `121071`, or in `mm3`
/// @param scheme  as in `DCM`, `SCT` or `UCUM` (PS3.16 section 8)
/// @param meaning in words, as in `Finding`
public record Code(String value, String scheme, String meaning) {

    /// A unit of the Unified Code for Units of Measure, as in `mm` or `[hnsf'U]`.
    public static Code unit(String ucum) {
        return new Code(ucum, "UCUM", ucum.equals("1") ? "no units" : ucum);
    }

    /// Reads a code, whose value may also be a long one or a URN (PS3.3 8.1).
    static Code of(DataSet item) throws UnreadableDicom {
        String value = "";
        for (int tag : new int[] {0x00080100, 0x00080119, 0x00080120}) {
            value = value.isEmpty() ? item.string(tag).orElse("") : value;
        }
        return new Code(value, item.string(0x00080102).orElse(""), item.string(0x00080104).orElse(""));
    }

    static Code dcm(String value, String meaning) {
        return new Code(value, "DCM", meaning);
    }

    DataSet item() {
        return DataSetBuilder.item().text(0x00080100, value).text(0x00080102, scheme).text(0x00080104, meaning).build();
    }
}
