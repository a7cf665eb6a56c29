package org.realfm.study;

import java.util.Optional;
import java.util.stream.IntStream;
import org.realfm.models.command.CommandSpec;
import org.realfm.models.tensors.PictureInput;
import org.realfm.study.Study.ModelSpec;
import org.realfm.study.Study.Source;
import org.realfm.tables.BadInput;

/// Whether the models of a study can be shown what its cohort has, pictures of one plane or volumes: told before any is asked.
final class Shown {

    private static final String SLICES = "tile: {size: [1, whole, whole], combine: max}";

    private Shown() {}

    /// Holds the models against these rows of the table.
    ///
    /// @throws BadInput if a model cannot be shown the picture of one of them
    static void check(CohortTable table, CohortPictures pictures, int[] rows) {
        if (pictures.image.length == 0) {
            return;
        }
        for (ModelSpec model : table.study().models().values()) {
            for (boolean volume : new boolean[] {true, false}) {
                int[] unfit = IntStream.of(rows).filter(row -> pictures.volume[row] == volume).toArray();
                Optional<String> remedy = unfit.length == 0 ? Optional.empty() : remedy(model.source(), volume);
                if (remedy.isPresent()) {
                    throw table.bad(
                            "is for " + (volume ? "pictures of one plane" : "volumes") + ", but " + unfit.length + " of "
                                    + rows.length + " cases have " + (volume ? "volumes" : "pictures of one plane")
                                    + ", the first at " + table.table().where(unfit[0]),
                            remedy.get(),
                            "models",
                            model.name());
                }
            }
        }
    }

    /// What to do if pictures of a kind cannot be shown; empty if they can.
    private static Optional<String> remedy(Source source, boolean volume) {
        return switch (source) {
            case Source.Onnx(var spec) -> spec.input().picture().flatMap(input -> remedy(input, volume));
            case Source.Kserve(var spec) -> spec.input().picture().flatMap(input -> remedy(input, volume));
            case Source.Command(var spec) when spec.pictures() == CommandSpec.Pictures.BASE64 ->
                volume ? Optional.of("Add 'pictures: path' to the model: the program gets the path of a NIfTI file") : Optional.empty();
            case Source.Command ignored -> Optional.empty();
            case Source.Chat ignored -> planesOnly(volume);
            case Source.Device ignored -> planesOnly(volume);
            case Source.Predictions ignored -> Optional.empty();
        };
    }

    private static Optional<String> planesOnly(boolean volume) {
        return volume ? Optional.of("Name one picture a case, or supply the model's scores as 'predictions'") : Optional.empty();
    }

    private static Optional<String> remedy(PictureInput input, boolean volume) {
        if (input.ofVolumes() == volume) {
            return Optional.empty();
        }
        return Optional.of(volume
                ? "For a network of volumes write 'size: [slices, rows, columns]'; to show one of pictures slice by slice, add '"
                        + SLICES + "' to the 'steps' of its input"
                : "Name volumes in the cohort; for a network of pictures write 'size: [rows, columns]', and take steps for volumes"
                        + " out");
    }
}
