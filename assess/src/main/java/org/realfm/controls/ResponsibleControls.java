package org.realfm.controls;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.criteria.responsible.CriticalMiss;
import org.realfm.criteria.responsible.FairnessGaps;
import org.realfm.criteria.responsible.ModelCard;
import org.realfm.ledger.Finding;
import org.realfm.stats.SplitMix;
import org.realfm.study.CohortSpec.Sampling;

/// Planted defects for the criteria of the responsible line.
final class ResponsibleControls {

    private static final FairnessGaps GAPS = new FairnessGaps(300);
    private static final CriticalMiss MISS = new CriticalMiss();
    private static final ModelCard CARD = new ModelCard();
    private static final double RIGHT = 0.92;

    private ResponsibleControls() {}

    static List<Control> all() {
        return List.of(
                new Control(
                        GAPS,
                        "a group of which fewer sick are found",
                        "sensitivity lost",
                        List.of(0.1, 0.2, 0.3, 0.4),
                        0.05,
                        (size, seed) -> groups(size, 0, 0, seed)),
                new Control(
                        GAPS,
                        "a group of which more well are called",
                        "specificity lost",
                        List.of(0.1, 0.2, 0.3, 0.4),
                        0.05,
                        (size, seed) -> groups(0, size, 0, seed)),
                new Control(
                        GAPS,
                        "a group whose risks are too low",
                        "risk lost by the called",
                        List.of(0.1, 0.2, 0.3, 0.4),
                        0.05,
                        (size, seed) -> groups(0, 0, size, seed)),
                new Control(
                        MISS,
                        "a never-miss finding that scores below the threshold",
                        "share of patients with it",
                        List.of(0.02, 0.05, 0.1, 0.2),
                        0.025,
                        ResponsibleControls::missed),
                new Control(
                        CARD,
                        "a number on the card that is not this run's",
                        "difference",
                        List.of(0.0003, 0.001, 0.005, 0.05),
                        0,
                        (size, seed) -> card(size, 0, seed)),
                new Control(
                        CARD,
                        "fields of the card that say nothing",
                        "share of fields",
                        List.of(0.05, 0.1, 0.2, 0.5),
                        0,
                        (size, seed) -> card(0, size, seed)));
    }

    /// 200 sick and 200 well of either group; every eighth patient of M has a group of their own, too small to compare.
    private static List<Finding> groups(double sick, double well, double risk, long seed) {
        SplitMix random = new SplitMix(seed);
        int n = 800;
        int[] truth = new int[n];
        double[] score = new double[n];
        String[] group = new String[n];
        for (int i = 0; i < n; i++) {
            truth[i] = i % 2;
            boolean poor = i % 4 < 2;
            group[i] = poor ? "F" : i % 64 > 60 ? "X" : "M";
            double right = RIGHT - (poor ? truth[i] == 1 ? sick : well : 0);
            boolean called = random.nextDouble() < right == (truth[i] == 1);
            score[i] = called ? RIGHT - (poor ? risk : 0) : 1 - RIGHT;
        }
        return GAPS.assess(Synthetic.cases(truth).score(score).group("sex", group)
                .sampling(Optional.of(Sampling.CONSECUTIVE))
                .subjectEvidence());
    }

    /// 200 patients with the finding, of whom one in two hundred is missed in any case.
    private static List<Finding> missed(double rate, long seed) {
        SplitMix random = new SplitMix(seed);
        int n = 400;
        int[] truth = new int[n];
        double[] score = new double[n];
        String[] flag = new String[n];
        for (int i = 0; i < n; i++) {
            truth[i] = i % 2;
            flag[i] = Integer.toString(truth[i]);
            score[i] = truth[i] == 0 || random.nextDouble() < 0.005 + rate ? 0.2 : 0.8;
        }
        return MISS.assess(Synthetic.cases(truth).score(score).column("air", flag).neverMiss("air", 0.02).subjectEvidence());
    }

    /// A card that is complete and true, but for one number and some fields.
    private static List<Finding> card(double difference, double empty, long seed) {
        SplitMix random = new SplitMix(seed);
        int n = 300;
        int[] truth = new int[n];
        double[] score = new double[n];
        int[] right = new int[2];
        for (int i = 0; i < n; i++) {
            truth[i] = i % 2;
            boolean correct = random.nextDouble() < RIGHT;
            right[truth[i]] += correct ? 1 : 0;
            score[i] = correct == (truth[i] == 1) ? 0.8 : 0.2;
        }
        Map<String, Object> card = complete(random, empty);
        card.put("performance", Map.of(
                "sensitivity", printed(right[1] / 150.0 + difference), "specificity", printed(right[0] / 150.0)));
        return CARD.assess(Synthetic.cases(truth).score(score).card(card).subjectEvidence());
    }

    private static String printed(double share) {
        return BigDecimal.valueOf(share).setScale(3, RoundingMode.HALF_UP).toPlainString();
    }

    /// Texts of their own in every field; with some probability, but at least once if it is above 0, a placeholder.
    private static Map<String, Object> complete(SplitMix random, double empty) {
        Map<String, Object> card = new HashMap<>();
        card.put("released", "2026-03-31");
        card.put("expires", "2027-03-31");
        List<String> plain = List.of(
                "name", "developer", "version", "contact", "regulatory-status", "out-of-scope", "inputs", "output",
                "fairness", "limitations", "monitoring", "updates");
        int chosen = random.nextInt(plain.size());
        for (int i = 0; i < plain.size(); i++) {
            boolean nothing = empty > 0 && (i == chosen || random.nextDouble() < empty);
            card.put(plain.get(i), nothing ? "TBD" : "what is said of " + plain.get(i));
        }
        card.put("intended-use", texts("intended use", "purpose", "population", "users", "setting", "action"));
        card.put("development-data", texts("development", "source", "population", "reference-standard"));
        card.put("validation", texts("validation", "data", "reference-standard"));
        return card;
    }

    private static Map<String, Object> texts(String of, String... keys) {
        Map<String, Object> texts = new HashMap<>();
        for (String key : keys) {
            texts.put(key, "the " + key + " of " + of);
        }
        return texts;
    }
}
