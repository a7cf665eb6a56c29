/// Pictures and what can be done to them. Start at [Image2D]; [RasterReader] reads it from PNG, JPEG and TIFF files.
/// Sub-packages: `pictures` reads a picture from any kind of file, `dicom` reads and writes DICOM files, `dicomweb` fetches them
/// from a PACS, `codecs` decodes what they compress, `volume` holds voxels with their place in the patient, `formats` reads them
/// from NIfTI, MetaImage and NRRD, `series` makes them of DICOM slices, `slides` reads regions of whole slides, `preprocessing` is
/// what a model's input goes through, `interventions` change a picture in a known way, `fingerprints` find copies, `phantom`
/// draws patients that nobody is, with all that is true of them.
@NullMarked
package org.realfm.imaging;

import org.jspecify.annotations.NullMarked;
