package org.realfm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.realfm.assess.Engine.Asked;
import org.realfm.imaging.interventions.Border;
import org.realfm.imaging.pictures.PictureFile;
import org.realfm.ledger.Digest;
import org.realfm.models.Output;
import org.realfm.run.Stimulus;
import org.realfm.spark.Shown.Place;
import org.realfm.spark.Shown.Reply;
import org.realfm.spark.Shown.Task;

class WireTest {

    private static final Digest A = Digest.of("a");
    private static final Digest B = Digest.of("b");

    @Test
    void whatArrivesIsWhatWasSent() {
        List<Stimulus> all = List.of(
                Stimulus.of(7),
                Stimulus.of(8),
                Stimulus.after(new Border(Border.Kind.WHITE, 0.25), 3, -9),
                Stimulus.again(3, 2, true));
        SequencedMap<Digest, Set<Digest>> told = new LinkedHashMap<>();
        told.put(B, Set.of());
        told.put(A, Set.of(A, B));
        Task task = new Task(
                new Asked(4, all.subList(1, 4), List.of(A, B, A), told),
                Map.of(3, new Place(new PictureFile(Path.of("x y.dcm").toAbsolutePath(), 2), B)), 64);
        Task arrived = Wire.value(Wire.bytes(task), Task.class);
        assertThat(arrived).isEqualTo(task);
        assertThat(arrived.asked().told().sequencedKeySet()).containsExactly(B, A);

        SequencedMap<Digest, Map<Digest, Output>> said = new LinkedHashMap<>();
        said.put(A, Map.of(B, new Output.Scores(-0.0, new float[] {1, Float.MIN_VALUE}), A, new Output.Failure("why")));
        Reply reply = new Reply("3", 1, said, Optional.empty());
        assertThat(Wire.value(Wire.bytes(reply), Reply.class)).isEqualTo(reply);
    }

    @Test
    void aPathArrivesWhole() {
        PictureFile relative = PictureFile.of(Path.of("films/1.png"));
        assertThat(Wire.value(Wire.bytes(relative), PictureFile.class).path()).isEqualTo(Path.of("films/1.png").toAbsolutePath());
    }

    @Test
    void whatCannotBeSentIsRefused() {
        assertThatThrownBy(() -> Wire.bytes(Optional.of(new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> Wire.value(new byte[] {1, 2}, Task.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("same version");
    }
}
