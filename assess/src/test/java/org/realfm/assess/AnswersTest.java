package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.realfm.ledger.Digest;
import org.realfm.models.Output;
import org.realfm.stats.SplitMix;

class AnswersTest {

    private static Output output(int kind) {
        return switch (kind % 5) {
            case 0 -> new Output.Failure("failed " + kind);
            case 1 -> new Output.Refusal("not " + kind);
            default -> new Output.Scores(kind / 7.0 - 100, new float[0]);
        };
    }

    @Test
    void isAMap() {
        Answers answers = new Answers();
        Map<Digest, Output> map = new HashMap<>();
        SplitMix random = new SplitMix(1);
        for (int i = 0; i < 20_000; i++) {
            Digest stimulus = Digest.of("stimulus " + random.nextInt(8_000)); // many come again, with another answer
            Output output = output(random.nextInt(1_000));
            assertThat(answers.put(stimulus, output)).isEqualTo(map.put(stimulus, output));
        }
        assertThat(answers).isEqualTo(map).hasSameSizeAs(map);
        map.forEach((stimulus, output) -> {
            assertThat(answers.containsKey(stimulus)).isTrue();
            assertThat(answers.get(stimulus)).isEqualTo(output);
        });
        Digest unknown = Digest.of("never shown");
        assertThat(answers.get(unknown)).isNull();
        assertThat(answers.containsKey(unknown)).isFalse();
        assertThat(answers.featured(unknown)).isFalse();
        assertThat(answers.keySet()).hasSize(map.size()).containsAll(map.keySet());
    }

    @Test
    void knowsOfFeaturesWithoutHoldingThem() {
        Answers answers = new Answers();
        Digest stimulus = Digest.of("stimulus");
        answers.put(stimulus, new Output.Scores(-0.0, new float[] {1, 2}));
        assertThat(answers.featured(stimulus)).isTrue();
        assertThat(answers.get(stimulus)).isEqualTo(new Output.Scores(-0.0, new float[0]));
        answers.put(stimulus, new Output.Failure("no"));
        assertThat(answers.featured(stimulus)).isFalse();
        assertThat(answers).hasSize(1);
    }
}
