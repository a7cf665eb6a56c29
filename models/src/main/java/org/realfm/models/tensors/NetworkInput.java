package org.realfm.models.tensors;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.models.Content;

/// How a case becomes the inputs of a network.
///
/// @param picture how its picture does; empty for a network that takes none
/// @param record  how fields of its record do; empty for a network that takes none
public record NetworkInput(Optional<PictureInput> picture, Optional<RecordInput> record) {

    public NetworkInput {
        if (picture.isEmpty() && record.isEmpty()) {
            throw new IllegalArgumentException("a network takes a picture or a record");
        }
    }

    /// Of a picture alone.
    public static NetworkInput of(PictureInput picture) {
        return new NetworkInput(Optional.of(picture), Optional.empty());
    }

    /// Through which window pictures are read.
    public PictureWindow window() {
        return picture.map(PictureInput::window).orElse(PictureWindow.FILE);
    }

    /// Why a case cannot be shown; empty if it can.
    public Optional<String> refusal(Content content) {
        return record.flatMap(input -> input.refusal(content.record()));
    }

    /// How the scores of tiles become one; empty where a picture is not cut into tiles.
    Optional<Combination> combination() {
        return picture.flatMap(PictureInput::combination);
    }

    /// What the picture of a case becomes ([PictureInput#inputs]); nothing for a network that takes none.
    ///
    /// @throws IllegalArgumentException if it cannot take the steps
    List<float[]> pictures(Content content) {
        return picture.map(input -> input.inputs(content.picture().orElseThrow())).orElse(List.of());
    }

    /// The inputs of several cases.
    ///
    /// @param cases    once for each input of the batch
    /// @param pictures what their pictures became, one each; none for a network that takes none
    List<InputTensor> tensors(List<Content> cases, List<float[]> pictures) {
        List<InputTensor> tensors = new ArrayList<>();
        picture.ifPresent(input -> tensors.add(new InputTensor(input.name(), input.shape(cases.size()), values(pictures))));
        record.ifPresent(input ->
                tensors.addAll(input.tensors(cases.stream().map(Content::record).toList())));
        return tensors;
    }

    private static FloatBuffer values(List<float[]> pictures) {
        if (pictures.size() == 1) {
            return FloatBuffer.wrap(pictures.getFirst());
        }
        FloatBuffer values = FloatBuffer.allocate(Math.multiplyExact(pictures.size(), pictures.getFirst().length));
        pictures.forEach(values::put);
        return values.flip();
    }

    /// What of it is part of a model's identity: of a picture alone, what that says.
    public List<String> identity() {
        List<String> parts = new ArrayList<>();
        picture.ifPresent(input -> parts.addAll(input.identity()));
        record.ifPresent(input -> parts.addAll(input.identity()));
        return List.copyOf(parts);
    }
}
