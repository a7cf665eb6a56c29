package org.realfm.imaging.pictures;

import java.nio.file.Path;

/// A picture: a file, and which of its frames.
///
/// @param path  the file
/// @param frame its number, counted from 1 as DICOM does (PS3.3 C.7.6.6); 0: none is named, so that there must be only one
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
