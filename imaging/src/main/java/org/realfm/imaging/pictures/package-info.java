/// The front door for pictures of any kind. Start at [PictureReader], which tells DICOM from PNG, JPEG, TIFF and files of
/// volumes by content; [PictureFile] names a file and a frame of it (or a folder with a series), [PictureWindow] says which
/// measured values are shown as black and white. A [Picture] is one plane or a volume; [VolumeSource] finds volumes.
@NullMarked
package org.realfm.imaging.pictures;

import org.jspecify.annotations.NullMarked;
