package org.realfm.models;

import java.util.List;
import java.util.Optional;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.ledger.Digest;

/// The port through which every model is reached. An implementation may be called from several threads at once.
public interface Model extends AutoCloseable {

    /// Identity of what turns a picture into a score: the artefact.
    Digest weights();

    /// Identity of how a picture becomes model input.
    Digest preprocessing();

    /// Through which window the pictures are to be read that are shown to it; part of [#preprocessing].
    default PictureWindow window() {
        return PictureWindow.FILE;
    }

    /// Identity of what is asked of it in words: the prompt; the digest of the empty text where there is none.
    default Digest prompt() {
        return Digest.of("");
    }

    /// What computes it, with version and precision, for example `onnxruntime 1.28.0 cpu fp32`.
    String runtime();

    /// Identity of what turns a picture into a score.
    default Digest scorer() {
        return Digest.of(weights().hex(), prompt().hex(), preprocessing().hex(), runtime());
    }

    /// Whether it can be shown anything but the cases of its table: a model that is only a table of predictions cannot.
    boolean interactive();

    /// Whether its scores are probabilities; otherwise only their order means anything.
    boolean probabilities();

    /// Whether it looks at each picture of a batch by itself, so that a picture that is known need not be shown again with
    /// its batch. Matrix kernels may round differently for different sizes of a batch.
    default boolean oneByOne() {
        return false;
    }

    /// Shows a batch to the model.
    ///
    /// @return an output for each content, in order; a content that fails gives an [Output.Failure], and the rest of the
    ///         batch still counts
    /// @throws Halted if it cannot go on
    List<Output> predict(List<Content> batch);

    /// What its use took so far; empty where nobody counts.
    default Optional<Usage> account() {
        return Optional.empty();
    }

    @Override
    void close();
}
