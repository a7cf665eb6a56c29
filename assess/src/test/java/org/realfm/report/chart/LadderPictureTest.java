package org.realfm.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.ledger.verdict.Level;

class LadderPictureTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            V0 | V0 | V0 | held barred barred barred barred barred
            V1 | V2 | V2 | held held open barred barred barred
            V1 | V2 | V4 | held held open free free barred
            V2 | V2 | V2 | held held held barred barred barred
            V5 | V5 | V5 | held held held held held held
            """)
    void everyStepSaysWhatItIs(Level level, Level upper, Level cap, String states) {
        Drawn drawn = Drawn.of(LadderPicture.draw("id", "model", level, upper, cap));
        List<String> drawnStates = drawn.all("rect", "step").stream()
                .map(step -> step.getAttribute("class").replace("step ", ""))
                .toList();
        assertThat(drawnStates).isEqualTo(Arrays.asList(states.split(" ")));
        assertThat(drawn.all("line", "wall")).hasSize(cap == Level.V5 ? 0 : 1);
        assertThat(drawn.texts("text", "now")).containsExactly(level.name());
        assertThat(drawn.texts("text", "pointer"))
                .isEqualTo(level == upper ? List.of("now, and at best") : List.of("now", "at best"));
        assertThat(drawn.texts("desc").getFirst())
                .contains("now at " + level, "at best at " + upper, "capped at " + cap);
    }

    @Test
    void levelsAreDiscsAndReachesRings() {
        Drawn drawn = Drawn.of(LevelsPicture.draw(
                "id", "model", List.of(new LevelsPicture.Line("Data", 1, 3), new LevelsPicture.Line("Clinical", 0, 0))));
        assertThat(drawn.texts("text", "value")).containsExactly("1 to 3", "0");
        assertThat(drawn.texts("desc")).containsExactly("From 0 to 4. Data: 1 to 3; Clinical: 0.");
        List<Double> held = drawn.all("circle", "held").stream().map(c -> Drawn.number(c, "cx")).toList();
        List<Double> best = drawn.all("circle", "at-best").stream().map(c -> Drawn.number(c, "cx")).toList();
        assertThat(best.get(0)).isGreaterThan(held.get(0));
        assertThat(best.get(1)).isEqualTo(held.get(1)).isLessThan(held.get(0));
    }
}
