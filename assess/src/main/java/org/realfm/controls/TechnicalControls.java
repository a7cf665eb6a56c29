package org.realfm.controls;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.realfm.criteria.technical.BaselineParity;
import org.realfm.criteria.technical.CalibrationCriterion;
import org.realfm.criteria.technical.OperatingPointCriterion;
import org.realfm.criteria.technical.Ranking;
import org.realfm.stats.SplitMix;

/// Planted defects for the criteria of the technical line that ask how right the answers are.
final class TechnicalControls {

    private static final int REPLICATES = 200;

    private TechnicalControls() {}

    static List<Control> all() {
        return Stream.of(ranking(), operatingPoint(), calibration(), baselineParity())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Control> ranking() {
        Ranking criterion = new Ranking(REPLICATES);
        return List.of(
                new Control(
                        criterion,
                        "scores of other patients",
                        "share of patients",
                        List.of(0.1, 0.2, 0.3, 0.4),
                        0.05,
                        (size, seed) -> {
                            Risks risks = Risks.draw(400, seed);
                            return criterion.assess(risks.study(seed)
                                    .score(risks.mixed(size))
                                    .floor("auroc", 0.85)
                                    .subjectEvidence());
                        }),
                new Control(
                        criterion,
                        "no score on sick patients",
                        "share of the sick",
                        List.of(0.05, 0.1, 0.2, 0.3),
                        0.05,
                        (size, seed) -> {
                            Risks risks = Risks.draw(400, seed);
                            SplitMix random = new SplitMix(seed);
                            double[] score = risks.risk.clone();
                            for (int i = 0; i < score.length; i++) {
                                if (random.nextDouble() < size && risks.truth[i] == 1) {
                                    score[i] = Double.NaN;
                                }
                            }
                            return criterion.assess(
                                    risks.study(seed).score(score).floor("auroc", 0.85).subjectEvidence());
                        }),
                new Control(
                        criterion,
                        "scores of other patients, comparator intact",
                        "share of patients",
                        List.of(0.05, 0.1, 0.2, 0.3),
                        0.05,
                        (size, seed) -> {
                            Risks risks = Risks.draw(400, seed);
                            return criterion.assess(risks.study(seed)
                                    .score(risks.mixed(size))
                                    .comparator(risks.blurred(seed))
                                    .floor("auroc", 0.6)
                                    .subjectEvidence());
                        }));
    }

    private static List<Control> operatingPoint() {
        OperatingPointCriterion criterion = new OperatingPointCriterion();
        return List.of(
                new Control(
                        criterion,
                        "scores too high at one site of four",
                        "logits",
                        List.of(0.5, 1.0, 1.5, 2.0),
                        0.075,
                        (size, seed) -> {
                            Risks risks = Risks.draw(800, seed);
                            return criterion.assess(risks.study(seed)
                                    .score(risks.moved(i -> i % 4 == 0 ? size : 0))
                                    .site(IntStream.range(0, 800).mapToObj(i -> "site " + i % 4).toArray(String[]::new))
                                    .floor("sensitivity", 0.7)
                                    .floor("specificity", 0.7)
                                    .subjectEvidence());
                        }),
                new Control(
                        criterion,
                        "scores too low",
                        "logits",
                        List.of(0.5, 1.0, 1.5, 2.0),
                        0.075,
                        (size, seed) -> {
                            Risks risks = Risks.draw(400, seed);
                            return criterion.assess(risks.study(seed)
                                    .score(risks.moved(i -> -size))
                                    .floor("sensitivity", 0.75)
                                    .floor("specificity", 0.75)
                                    .subjectEvidence());
                        }));
    }

    private static List<Control> calibration() {
        CalibrationCriterion criterion = new CalibrationCriterion(REPLICATES / 2);
        return List.of(
                new Control(
                        criterion,
                        "overconfidence: logits times 1 + size",
                        "size",
                        List.of(0.25, 0.5, 1.0, 2.0),
                        0.05,
                        (size, seed) -> {
                            Risks risks = Risks.draw(500, seed);
                            double[] score = Arrays.stream(risks.risk)
                                    .map(p -> expit((1 + size) * logit(p)))
                                    .toArray();
                            return criterion.assess(risks.study(seed).score(score).subjectEvidence());
                        }),
                new Control(
                        criterion,
                        "risks too high",
                        "logits",
                        List.of(0.25, 0.5, 1.0, 1.5),
                        0.05,
                        (size, seed) -> {
                            Risks risks = Risks.draw(500, -2, 1.5, seed);
                            return criterion.assess(
                                    risks.study(seed).score(risks.moved(i -> size)).subjectEvidence());
                        }),
                new Control(
                        criterion,
                        "risks too high in one group of three",
                        "logits",
                        List.of(0.5, 1.0, 1.5, 2.0),
                        0.1,
                        (size, seed) -> {
                            Risks risks = Risks.draw(600, -2, 1.5, seed);
                            return criterion.assess(risks.study(seed)
                                    .score(risks.moved(i -> i % 3 == 0 ? size : 0))
                                    .group("sex", IntStream.range(0, 600)
                                            .mapToObj(i -> List.of("F", "M", "other").get(i % 3))
                                            .toArray(String[]::new))
                                    .subjectEvidence());
                        }));
    }

    private static List<Control> baselineParity() {
        BaselineParity criterion = new BaselineParity(REPLICATES);
        return List.of(
                new Control(
                        criterion,
                        "scores of other patients, comparator intact",
                        "share of patients",
                        List.of(0.05, 0.1, 0.2, 0.3),
                        0.1,
                        (size, seed) -> {
                            Risks risks = Risks.draw(400, seed);
                            return criterion.assess(risks.study(seed)
                                    .score(risks.mixed(size))
                                    .comparator(risks.blurred(seed))
                                    .subjectEvidence());
                        }),
                new Control(
                        criterion,
                        "risks too high, comparator intact: the same order, worse decisions",
                        "logits",
                        List.of(0.5, 1.0, 2.0, 3.0),
                        0.1,
                        (size, seed) -> {
                            Risks risks = Risks.draw(400, seed);
                            return criterion.assess(risks.study(seed)
                                    .score(risks.moved(i -> size))
                                    .comparator(risks.blurred(seed))
                                    .subjectEvidence());
                        }));
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    private static double expit(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /// Patients whose risks are right. Without a mean and a deviation, logit(risk) is normal with standard deviation 2.5
    /// around 0: half of the patients are sick on average, and the AUROC is about 0.92.
    private record Risks(int[] truth, double[] risk) {

        static Risks draw(int n, long seed) {
            return draw(n, 0, 2.5, seed);
        }

        static Risks draw(int n, double mean, double deviation, long seed) {
            SplitMix random = new SplitMix(seed);
            double[] risk = new double[n];
            int[] truth = new int[n];
            for (int i = 0; i < n; i++) {
                risk[i] = expit(mean + deviation * random.nextGaussian());
                truth[i] = random.nextDouble() < risk[i] ? 1 : 0;
            }
            return new Risks(truth, risk);
        }

        Synthetic study(long seed) {
            return Synthetic.cases(truth).seed(seed);
        }

        /// Risks of which a share stands at other patients: every patient of the share has the risk of the next one.
        double[] mixed(double share) {
            int last = (int) Math.round(share * risk.length);
            double[] mixed = risk.clone();
            for (int i = 0; i < last; i++) {
                mixed[i] = risk[(i + 1) % Math.max(1, last)];
            }
            return mixed;
        }

        /// Risks moved on the logit scale.
        double[] moved(IntToDoubleFunction by) {
            return IntStream.range(0, risk.length)
                    .mapToDouble(i -> expit(logit(risk[i]) + by.applyAsDouble(i)))
                    .toArray();
        }

        /// As good a model that errs elsewhere a little.
        double[] blurred(long seed) {
            SplitMix random = new SplitMix(~seed);
            return moved(i -> 0.3 * random.nextGaussian());
        }
    }
}
