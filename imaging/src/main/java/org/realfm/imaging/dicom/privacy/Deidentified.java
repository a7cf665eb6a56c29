package org.realfm.imaging.dicom.privacy;

import java.util.List;
import org.realfm.imaging.dicom.DataSet;

/// A data set without what tells who the patient is, and what a person should still look at.
///
/// @param dataSet  the copy
/// @param warnings what could not be told, as in "whether names are burned into the pixels is not said"; it is never
///                 claimed that pixels are clean
public record Deidentified(DataSet dataSet, List<String> warnings) {}
