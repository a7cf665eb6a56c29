/// Pictures and what can be done to them. Start at [Image2D]; [RasterReader] reads it from PNG, JPEG and TIFF files.
/// Sub-packages: `pictures` reads a picture from any kind of file, `dicom` reads DICOM files, `dicomweb` fetches them from
/// a PACS, `codecs` decodes what they compress, `interventions` change a picture in a known way, `fingerprints` find
/// copies, `phantom` draws films of a chest that nobody has.
@NullMarked
package org.realfm.imaging;

import org.jspecify.annotations.NullMarked;
