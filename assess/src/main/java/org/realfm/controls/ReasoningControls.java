package org.realfm.controls;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.realfm.criteria.reasoning.CausalShortcut;
import org.realfm.imaging.interventions.Edit;
import org.realfm.imaging.interventions.Intervention;
import org.realfm.imaging.interventions.Opacity;
import org.realfm.ledger.Finding;
import org.realfm.run.Stimulus;
import org.realfm.stats.Seeds;
import org.realfm.stats.SplitMix;

/// Planted defects for the criteria of the reasoning line.
final class ReasoningControls {

    private static final CausalShortcut SHORTCUT = new CausalShortcut(200);
    private static final String MARK = "mark";

    private ReasoningControls() {}

    static List<Control> all() {
        return List.of(
                new Control(
                        SHORTCUT,
                        "a mark, border, text or tube raises the score",
                        "effect, in lesions (logit scale)",
                        List.of(0.1, 0.2, 0.4, 0.8),
                        0.05,
                        (size, seed) -> edited(size, 0, seed)),
                new Control(
                        SHORTCUT,
                        "a mark, border, text or tube turns the answer round in some patients",
                        "share of patients",
                        List.of(0.1, 0.2, 0.4, 0.8),
                        0.05,
                        (size, seed) -> edited(0, size, seed)),
                new Control(
                        SHORTCUT,
                        "the score follows a mark that goes with the truth in 95% of cases; predictions only",
                        "effect on the logit",
                        List.of(1.0, 2.0, 4.0, 8.0),
                        0.05,
                        ReasoningControls::associated));
    }

    /// A model that answers to lesions, a little and at random to every edit, and to one edit more or in reverse.
    private static List<Finding> edited(double effect, double turned, long seed) {
        Cases cases = Cases.draw(100, 1.5, seed);
        List<Edit> edits = Edit.standard();
        Edit culprit = edits.get(new SplitMix(Seeds.derive(seed, "culprit", 0)).nextInt(edits.size()));
        return SHORTCUT.assess(Synthetic.cases(cases.truth())
                .score(Cases.risk(cases.logit()))
                .pictures(Cases.PICTURES)
                .subjectEvidence(SHORTCUT, stimulus -> {
                    Intervention done = stimulus.intervention().orElseThrow();
                    double logit = cases.logit()[stimulus.row()] + answer(stimulus, done, seed);
                    if (done.equals(culprit)) {
                        boolean reversed = draw("turned", stimulus.row(), seed).nextDouble() < turned;
                        logit = (reversed ? -logit : logit) + effect * Cases.LESION;
                    }
                    return Cases.expit(logit);
                }));
    }

    private static double answer(Stimulus stimulus, Intervention done, long seed) {
        double noise = 0.1 * draw(done.id(), stimulus.row(), seed).nextGaussian();
        double habit = 0.1 * (2 * draw(done.id(), -1, seed).nextDouble() - 1);
        return done instanceof Opacity ? Cases.LESION + noise : habit + noise;
    }

    private static SplitMix draw(String what, int row, long seed) {
        return new SplitMix(Seeds.derive(seed, what, row));
    }

    /// Scores beside a mark that says little more than the truth: its effect on the logit is the defect.
    private static List<Finding> associated(double effect, long seed) {
        Cases cases = Cases.draw(400, 1.5, seed);
        SplitMix random = new SplitMix(Seeds.derive(seed, MARK, 0));
        @Nullable String[] marks = new String[cases.truth().length];
        double[] logit = cases.logit().clone();
        for (int i = 0; i < marks.length; i++) {
            boolean marked = random.nextDouble() < 0.95 == (cases.truth()[i] == 1);
            marks[i] = marked ? "1" : "0";
            logit[i] += marked ? effect / 2 : -effect / 2;
        }
        return SHORTCUT.assess(Synthetic.cases(cases.truth())
                .score(Cases.risk(logit))
                .column(MARK, marks)
                .nuisance(MARK)
                .subjectEvidence());
    }
}
