package org.realfm.criteria.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.realfm.imaging.interventions.Edit;
import org.realfm.imaging.interventions.Intervention;
import org.realfm.imaging.interventions.Opacity;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.ProbeCases;
import org.realfm.run.Stimulus;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.study.Cohort;
import org.realfm.study.Study;

/// `reason.causal.shortcut`: does something that cannot cause the condition move the score?
///
/// Two arms. By experiment ([EditEffects]): marks, borders, texts and a tube are put on films and taken off, each beside
/// a sham edit, and compared with an opacity put into a lung. By observation ([NuisanceAssociation]): for each column
/// that the study declares to be a nuisance, what is left of performance where it speaks against the truth.
public final class CausalShortcut implements Criterion.OfSubject {

    static final Card.Threshold EFFECT =
            new Card.Threshold("largest |ACE_z - ACE_sham|", 0.02, Card.Basis.CONVENTION);
    static final Card.Threshold FLIPS =
            new Card.Threshold("largest share of decisions changed beyond the sham's", 0.02, Card.Basis.CONVENTION);
    static final Card.Threshold RATIO =
            new Card.Threshold("largest shortcut ratio |ACE_z - ACE_sham| / |ACE_lesion|", 0.1, Card.Basis.CONVENTION);
    static final Card.Threshold GAP = new Card.Threshold(
            "largest difference of AUROC between films on which a nuisance agrees with the truth and others",
            0.05,
            Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("reason.causal.shortcut")),
            "Experiment, on at most the declared number of evaluation cases, drawn in proportion to the truth: for each"
                    + " edit z (bright and dark marks in four corners, white and black border, two texts, a tube)"
                    + " ACE_z = mean[f(do z=1) - f(do z=0)], where do(z=0) makes the pixels again from the film around"
                    + " them, and ACE_sham = mean[f(sham) - f(x)], where the sham makes the mirrored pixels again. The same"
                    + " for decisions, where a change in either direction counts 1. Shortcut ratio"
                    + " SR = |ACE_z - ACE_sham| / |ACE_lesion|, where ACE_lesion is the mean effect of a frank"
                    + " consolidation put into either lung of well films. Scores that are no probabilities count by their"
                    + " rank. Observation, for each declared nuisance column: AUROC among films on which it agrees with the"
                    + " truth minus AUROC among films on which it speaks against it, AUROC within its strata, and how well"
                    + " the score tells the attribute within either truth class. Styles of devices (grey scale, noise) are"
                    + " left to tech.robustness.corruptions.",
            "Paired bootstrap by patient within truth (10,000 replicates), studentised max-T over all edits, for scores and"
                    + " decisions jointly, with Tango's standard error where few decisions change; the ratio from those limits and the t interval of ACE_lesion; Newcombe's interval"
                    + " by patient for the AUROCs of the observational arm, and their combination for the gap.",
            "Met if for every edit the upper limits of |ACE_z - ACE_sham|, of the decisions changed beyond the sham's and of"
                    + " SR are within the limits and the sham alone is shown to move the score by no more than an edit may, and"
                    + " for every nuisance column the gap lies within its margin with at least"
                    + " 20 patients in each of its four cells. Not met if for an edit the effect on the score or the share"
                    + " of changed decisions lies wholly beyond its limit, both by itself and beyond the sham's, and wholly"
                    + " beyond a tenth both of what a lesion does and of the difference between sick and well: a model that"
                    + " answers to everything a little is not accused of a shortcut, but does not pass. Not met also if a"
                    + " nuisance's gap lies wholly beyond its margin and the score follows the nuisance among the well,"
                    + " where severity cannot explain it, and, if a cell has fewer than 20 patients, among the sick too.",
            List.of(EFFECT, FLIPS, RATIO, GAP),
            List.of(
                    "DeGrave 2021 doi:10.1038/s42256-021-00338-7",
                    "Castro 2020 doi:10.1038/s41467-020-17478-w",
                    "Geirhos 2020 doi:10.1038/s42256-020-00257-z",
                    "Brown 2023 doi:10.1038/s41467-023-39902-7"),
            "Pneumothorax \"detected\" by its drain.");

    /// Frank consolidations, one in either lung: they turn a well film into a sick one, and set the scale.
    static final List<Opacity> LESIONS =
            List.of(new Opacity(0.27, 0.55, 0.22, 0.5), new Opacity(0.73, 0.55, 0.22, 0.5));

    private static final int GATE_REPLICATES = 10_000;

    private final int replicates;

    public CausalShortcut() {
        this(GATE_REPLICATES);
    }

    /// @param replicates of the bootstrap; controls use fewer
    public CausalShortcut(int replicates) {
        this.replicates = replicates;
    }

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public Stream<Stimulus> stimuli(Study study, Cohort cohort) {
        if (!cohort.hasImages() || cohort.columns().volumes()) {
            return Stream.empty();
        }
        return IntStream.of(ProbeCases.drawn(study, cohort)).boxed().flatMap(row -> shown(cohort.columns().truth()[row] == 1)
                .map(intervention -> Stimulus.after(intervention, row, 0)));
    }

    /// What is done to a film: every edit, its removal and its sham, and lesions to the well.
    static Stream<Intervention> shown(boolean sick) {
        Stream<Intervention> edits = Edit.standard().stream()
                .flatMap(edit -> Stream.of(edit, edit.removal(), edit.sham()))
                .distinct();
        return sick ? edits : Stream.concat(edits, LESIONS.stream());
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        List<Finding> findings = new ArrayList<>(experiment(evidence));
        for (String column : evidence.about().study().nuisance()) {
            findings.addAll(NuisanceAssociation.assess(evidence, column));
        }
        return findings;
    }

    private List<Finding> experiment(SubjectEvidence evidence) {
        Cohort cohort = evidence.about().cohort();
        if (evidence.interactive() && cohort.columns().volumes()) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "The experiment could not be done: its marks, borders, texts, tubes and lesions are made for films, and"
                                    + " the cases have volumes.",
                            "Declare columns such as marks, tubes or devices under nuisance for the observational arm."));
        }
        if (!evidence.interactive() || !cohort.hasImages() || evidence.model().withoutPictures()) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "The experiment could not be done: "
                                    + (evidence.model().withoutPictures()
                                            ? "the model takes no pictures."
                                            : cohort.hasImages()
                                            ? "the model is known by its predictions only and cannot be shown edited films."
                                            : "the cases have no pictures to edit."),
                            "Supply the model itself (onnx) and the pictures of the cases; declare columns such as marks,"
                                    + " tubes or devices under nuisance for the observational arm."));
        }
        EditEffects effects = EditEffects.of(evidence, ProbeCases.drawn(evidence.about().study(), cohort));
        int smallest = Bootstrap.smallestClass(effects.patients(), effects.truth());
        if (smallest < Bootstrap.MINIMUM_PER_CLASS) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "The smaller class has " + smallest + " patients whose films have a score as they are and after"
                                    + " every edit, of " + Bootstrap.MINIMUM_PER_CLASS + " needed"
                                    + (effects.failed() > 0 ? "; the model failed on " + effects.failed() + " films" : "")
                                    + ".",
                            "Show at least " + Bootstrap.MINIMUM_PER_CLASS + " sick and as many well patients on whose"
                                    + " edited films the model does not fail."));
        }
        if (Arrays.stream(effects.before()).distinct().count() < 2) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "The score is the same on all films, so that nothing can be said to move it.",
                            "Supply a model whose score depends on the film."));
        }
        return effects.findings(replicates);
    }
}
