/// The front door for picture files of any kind. Start at [PictureReader], which tells DICOM from PNG, JPEG and TIFF by
/// content; [PictureFile] names a file and a frame of it, [PictureWindow] says which measured values are shown as black
/// and white.
@NullMarked
package org.realfm.imaging.pictures;

import org.jspecify.annotations.NullMarked;
