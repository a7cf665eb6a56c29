package org.realfm.stats.dependence;

import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.Table;
import org.realfm.stats.dependence.InverseProbability.Target;

/// Who is filmed at the bedside, and what of a network's logit for effusion is due to that: three thousand CheXpert films.
class FilmsTest {

    @Test
    void balanceAndAdjustmentAgreeWithPython() {
        Table films = Table.shared("cxr-foundation/samples/chexpert-model.embeddings.csv");
        ReferenceValues python = new ReferenceValues("dependence_real.csv");
        int n = films.size();
        boolean[] bedside = new boolean[n];
        double[][] ageAndSex = new double[n][];
        double[] age = films.numbers("age");
        int[] race = films.integers("race_label");
        int[] women = new int[2];
        int[] all = new int[2];
        int[][] races = new int[2][3];
        for (int i = 0; i < n; i++) {
            bedside[i] = films.text("AP/PA", i).equals("AP");
            boolean woman = films.text("sex", i).equals("Female");
            ageAndSex[i] = new double[] {age[i], woman ? 1 : 0};
            int group = bedside[i] ? 0 : 1;
            all[group]++;
            women[group] += woman ? 1 : 0;
            races[group][race[i]]++;
        }
        double[] old = IntStream.range(0, n).filter(i -> bedside[i]).mapToDouble(i -> age[i]).toArray();
        double[] young = IntStream.range(0, n).filter(i -> !bedside[i]).mapToDouble(i -> age[i]).toArray();
        python.assertEstimate(StandardisedDifference.continuous("age", old, young, 0.95), "age");
        python.assertEstimate(
                StandardisedDifference.binary("sex", women[0], all[0], women[1], all[1], 0.95), "sex");
        python.assertEstimate(StandardisedDifference.categorical("race", races[0], races[1], 0.95), "race");
        double[] logit = films.numbers("Logit - Pleural Effusion");
        python.assertEstimate(
                PartialCorrelation.of(films.numbers("PCA Mode 1"), logit, ageAndSex)
                        .orElseThrow()
                        .estimate("partial", 0.95),
                "partial");
        for (Target target : Target.values()) {
            InverseProbability weighted =
                    InverseProbability.fit(ageAndSex, bedside, films.codes("patient_id"), target).orElseThrow();
            python.assertEstimate(
                    weighted.difference("bedside", logit, 0.95), "ipw." + target.name().toLowerCase(Locale.ROOT));
        }
    }
}
