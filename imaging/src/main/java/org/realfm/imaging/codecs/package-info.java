/// Decoders of compressed pixels to exact samples, for containers such as DICOM: [Jpeg] (baseline, extended and lossless,
/// 8 to 16 bit), [JpegLs], [Jpeg2000], and [DicomRle]. They convert no colours and scale nothing. The container says what
/// [Shape] it expects, which is held against the code's own header before memory is taken; whatever is wrong is a
/// [CorruptCode] with the byte where it was found.
@NullMarked
package org.realfm.imaging.codecs;

import org.jspecify.annotations.NullMarked;
