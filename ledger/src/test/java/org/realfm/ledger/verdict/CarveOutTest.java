package org.realfm.ledger.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.verdict.CarveOut.Decision;
import org.realfm.stats.Estimate;

class CarveOutTest {

    private static Estimate share(double value, double lower, double upper) {
        return new Estimate("remaining", value, lower, upper, 0.95, "Wilson", 400);
    }

    private static CarveOut portable(Estimate remaining) {
        return new CarveOut("portable", true, false, false, false, remaining, Outcome.MET, true);
    }

    @Test
    void aDetectableCellThatIsNotTheTargetMayGo() {
        Decision decision = portable(share(0.90, 0.86, 0.93)).decide();
        assertThat(decision).isInstanceOf(Decision.Granted.class);
        assertThat(decision.lost()).isEqualTo(0.10, Offset.offset(1e-12));
    }

    @Test
    void theTargetMayNot() {
        CarveOut target = new CarveOut(
                "no drain", true, true, false, false, share(0.9, 0.86, 0.93), Outcome.MET, true);
        assertThat(target.decide())
                .isEqualTo(new Decision.Refused(1 - 0.9, List.of("no drain is the clinical target")));
    }

    @Test
    void aProtectedGroupMayOnlyIfItsPatientsHaveAnEqualAlternative() {
        Estimate most = share(0.9, 0.86, 0.93);
        assertThat(new CarveOut("age>=80", true, false, true, false, most, Outcome.MET, true).decide())
                .isEqualTo(new Decision.Refused(
                        1 - 0.9, List.of("age>=80 is a protected group without an equal alternative")));
        assertThat(new CarveOut("age>=80", true, false, true, true, most, Outcome.MET, true).decide())
                .isInstanceOf(Decision.Granted.class);
    }

    @Test
    void whatCannotBeDetectedCannotBeRejected() {
        assertThat(new CarveOut("x", false, false, false, false, share(0.9, 0.86, 0.93), Outcome.MET, true).decide())
                .isEqualTo(new Decision.Refused(1 - 0.9, List.of("x cannot be told from what arrives")));
    }

    @Test
    void seventyPercentOfTheStreamMustRemainByTheInterval() {
        assertThat(portable(share(0.65, 0.60, 0.69)).decide())
                .isEqualTo(new Decision.Refused(
                        1 - 0.65,
                        List.of("less than 70.0% of the intended stream remains (65.0%): that is a different intended"
                                + " use")));
        assertThat(portable(share(0.72, 0.68, 0.76)).decide())
                .isEqualTo(new Decision.Pending(
                        1 - 0.72,
                        List.of("show on more cases that at least 70.0% of the intended stream remains (now 68.0% to"
                                + " 76.0%)")));
        assertThat(portable(share(0.74, 0.70, 0.78)).decide()).isInstanceOf(Decision.Granted.class);
        assertThat(portable(share(0.66, 0.60, 0.70)).decide()).isInstanceOf(Decision.Pending.class);
    }

    @Test
    void scopeRejectionAndTheCardMustFollow() {
        CarveOut open = new CarveOut(
                "portable", true, false, false, false, share(0.9, 0.86, 0.93), Outcome.INCONCLUSIVE, false);
        assertThat(open.decide())
                .isEqualTo(new Decision.Pending(
                        1 - 0.9,
                        List.of(
                                "flow.scope.rejection must be met for portable, it is inconclusive",
                                "the model card must name portable as out of scope")));
    }

    @Test
    void aShareLiesBetweenNoneAndAll() {
        assertThatThrownBy(() -> portable(share(1.2, 1, 1.3))).hasMessageContaining("between 0 and 1, found 1.2");
        assertThatThrownBy(() -> portable(share(-0.1, -1, 1))).hasMessageContaining("between 0 and 1, found -0.1");
        assertThat(portable(Estimate.exact("remaining", 1, 10)).decide()).isInstanceOf(Decision.Granted.class);
        assertThat(portable(Estimate.exact("remaining", 0, 10)).decide()).isInstanceOf(Decision.Refused.class);
    }
}
