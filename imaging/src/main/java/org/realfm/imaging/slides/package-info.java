/// Pictures too large for memory, read by regions: whole slides as TIFF or BigTIFF pyramids, and as DICOM.
///
/// Start at [org.realfm.imaging.slides.Slide#open]: it gives the levels of a pyramid and reads a
/// [org.realfm.imaging.slides.Region] of one, decoding only the tiles that it touches.
/// [org.realfm.imaging.slides.TiffSlide] and [org.realfm.imaging.slides.DicomSlide] are the two formats.
/// [org.realfm.imaging.slides.TiffDirectory] reads TIFF's tags, [org.realfm.imaging.slides.TiffTiles] its tiles and strips.
@NullMarked
package org.realfm.imaging.slides;

import org.jspecify.annotations.NullMarked;
