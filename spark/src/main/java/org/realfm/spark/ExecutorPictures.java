package org.realfm.spark;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.pictures.PictureReader;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.run.Pictures;
import org.realfm.spark.Shown.Place;
import org.realfm.study.CohortReader;
import org.realfm.tables.BadInput;

/// Reads the pictures of one task, and holds their files against what the process that runs the assessment found there.
///
/// @param places   by row
/// @param window   through which they are seen
/// @param checked  the rows whose files are known to be the same
record ExecutorPictures(Map<Integer, Place> places, PictureWindow window, Set<Integer> checked) implements Pictures {

    static ExecutorPictures of(Map<Integer, Place> places) {
        return new ExecutorPictures(places, PictureWindow.FILE, new HashSet<>());
    }

    @Override
    public Optional<Picture> read(int row) {
        Place place = Objects.requireNonNull(places.get(row));
        String path = place.file().path().toString();
        try {
            if (checked.add(row) && !CohortReader.content(place.file()).equals(place.content())) {
                throw new BadInput(
                        path,
                        "is another file on an executor than where the assessment runs",
                        "Keep pictures where all machines see the same ones, and run again");
            }
            return Optional.of(PictureReader.show(place.file(), window));
        } catch (UnreadableImage e) {
            throw new BadInput(path, "changed during the run: " + e.getMessage(), "Run again");
        } catch (IOException e) {
            throw new BadInput(
                    path,
                    "cannot be read by an executor: " + BadInput.reason(e),
                    "Keep pictures where all machines see them, by the same path");
        }
    }

    @Override
    public Pictures through(PictureWindow other) {
        return new ExecutorPictures(places, other, checked);
    }
}
