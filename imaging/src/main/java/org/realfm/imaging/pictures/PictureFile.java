package org.realfm.imaging.pictures;

import java.nio.file.Path;

/// A picture: a file, and which of its frames; or a volume: a file, or a folder with the files of a DICOM series.
///
/// @param path  the file or folder
/// @param frame its number, counted from 1 as DICOM does (PS3.3 C.7.6.6), or that of the volume in a file of several; 0: none
///              is named, so that there must be only one, or frames that make a volume
public record PictureFile(Path path, int frame) {

    public PictureFile {
        if (frame < 0) {
            throw new IllegalArgumentException("frames are counted from 1, found " + frame);
        }
    }

    /// A file that holds one picture.
    public static PictureFile of(Path path) {
        return new PictureFile(path, 0);
    }
}
