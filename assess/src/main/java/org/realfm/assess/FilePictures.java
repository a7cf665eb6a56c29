package org.realfm.assess;

import java.util.Optional;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.pictures.PictureReader;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.run.Pictures;
import org.realfm.study.Cohort;
import org.realfm.tables.BadInput;

/// Reads pictures from the files of a cohort, each time anew: the operating system keeps the files that are in use.
record FilePictures(Cohort cohort, PictureWindow window) implements Pictures {

    @Override
    public Optional<Picture> read(int row) {
        return cohort.image(row).map(picture -> {
            try {
                return PictureReader.show(picture, window);
            } catch (UnreadableImage e) {
                // The cohort was read a moment ago without this file's fault, so the file has changed since.
                throw new BadInput(picture.path().toString(), "changed during the run: " + e.getMessage(), "Run again");
            }
        });
    }

    @Override
    public Pictures through(PictureWindow other) {
        return new FilePictures(cohort, other);
    }
}
