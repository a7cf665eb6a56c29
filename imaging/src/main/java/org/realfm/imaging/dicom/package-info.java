/// A reader and writer of DICOM Part 10 files. To read, start at [DicomFile], which reads a file's data set without its long values;
/// [DataSet] gives typed access to elements; [PixelData] decodes one frame at a time to stored values. What they mean is
/// asked for step by step: [ModalityTransform] (HU, dose), [VoiTransform] (window), [Colour] (YBR, palettes) and
/// [Overlay]. [DicomDirectory] is the tree of a DICOMDIR.
///
/// To write, put a data set together with [DataSetBuilder] and give it to a [DicomWriter]; `objects` beside this package
/// makes whole objects, `privacy` de-identified copies.
///
/// Whatever is wrong with a file is an [UnreadableDicom] with the data element, the place, what was found and what was
/// expected; nothing is allocated on the word of a length before it is held against what is left of the file.
///
/// Inside: [DataSetParser] is PS3.5 section 7, [Source] is where the bytes lie, the codecs are in
/// `org.realfm.imaging.codecs`.
@NullMarked
package org.realfm.imaging.dicom;

import org.jspecify.annotations.NullMarked;
