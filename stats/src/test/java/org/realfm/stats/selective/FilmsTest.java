package org.realfm.stats.selective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.realfm.stats.ReferenceValues.CLOSE;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.Table;

/// A network that says effusion or not on real chest films, and may say nothing where its logit is near 0.
class FilmsTest {

    @Test
    void areasAgreeWithPython() {
        Table all = Table.shared("cxr-foundation/samples/chexpert-model.embeddings.csv");
        Table films = all.rows(IntStream.range(0, all.size())
                .filter(i -> all.text("Pleural Effusion", i).matches("[01]\\.0")));
        double[] logit = films.numbers("Logit - Pleural Effusion");
        boolean[] ill = films.flags("Pleural Effusion");
        double[] failed = IntStream.range(0, ill.length)
                .mapToDouble(i -> logit[i] >= 0 != ill[i] ? 1 : 0)
                .toArray();
        RiskCoverage curve = RiskCoverage.of(Arrays.stream(logit).map(Math::abs).toArray(), failed);
        ReferenceValues python = new ReferenceValues("selective_real.csv");
        assertThat(curve.aurc()).isCloseTo(python.get("aurc"), CLOSE);
        assertThat(curve.excessAurc()).isCloseTo(python.get("excess"), CLOSE);
        assertThat(curve.augrc()).isCloseTo(python.get("augrc"), CLOSE);
        // Confidence is worth something: better than saying nothing at random.
        assertThat(curve.augrc()).isLessThan(curve.riskAt(1) / 2);
    }
}
