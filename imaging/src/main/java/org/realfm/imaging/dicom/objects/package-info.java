/// New DICOM objects from what realfm computes: [SecondaryCapture] of a picture, [Segmentation] of masks,
/// [MeasurementReport] of numbers. Each is a data set, to be written by `DicomWriter.explicitLittle()`.
///
/// What others send back is read by [ReportContent] and [SegmentationContent].
///
/// Whom it belongs to is a [Subject], best taken from the image that it was computed from; what it is called is an
/// [Instance]; concepts are [Code]s.
@NullMarked
package org.realfm.imaging.dicom.objects;

import org.jspecify.annotations.NullMarked;
