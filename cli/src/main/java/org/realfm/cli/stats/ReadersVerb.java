package org.realfm.cli.stats;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.stats.Auroc;
import org.realfm.stats.readers.Contrast;
import org.realfm.stats.readers.Degrees;
import org.realfm.stats.readers.Form;
import org.realfm.stats.readers.ObuchowskiRockette;
import org.realfm.stats.readers.ReaderStudy;
import org.realfm.stats.readers.Sampled;
import org.realfm.stats.readers.UStatistic;
import org.realfm.tables.BadInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The verb `stats mrmc`.
@Command(
        name = "mrmc",
        description = {
            "A reader study (multi-reader, multi-case): reader-averaged AUROCs and their differences, readers and cases both"
                    + " random, by U-statistics (BDG degrees of freedom) and, where every reader read every case in every"
                    + " modality, by Obuchowski and Rockette (Hillis degrees of freedom).",
            "One row a reading. Any design will do; what was not read simply has no row. The picture shows each reader."
        },
        footer = {
            "",
            "Examples:",
            "  realfm stats mrmc --table readings.csv --reader r --modality m --case c \\",
            "      --truth t --score s --plot readers.svg",
            "  realfm stats mrmc --table aided.csv --reader reader --case film \\",
            "      --truth nodule --score rating --json"
        })
final class ReadersVerb extends TableVerb {

    @Option(names = "--reader", paramLabel = "COLUMN", required = true, description = "Who read.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String reader;

    @Option(names = "--modality", paramLabel = "COLUMN", description = "How, such as with and without the model.")
    private @Nullable String modality;

    @Option(names = "--case", paramLabel = "COLUMN", required = true, description = "What: a patient, not an image.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String caseColumn;

    @Option(names = "--truth", paramLabel = "COLUMN", required = true, description = "Whether the condition is present.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String truth;

    @Option(names = "--positive", paramLabel = "VALUE", description = "The value of the truth that means present.")
    private @Nullable String positive;

    @Option(names = "--score", paramLabel = "COLUMN", required = true, description = "Higher speaks for the condition.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String score;

    /// The columns of the study.
    private record Readings(Rows.Coded reader, Rows.Coded modality, Rows.Coded of, boolean[] truth, double[] score) {

        String cell(int m) {
            return modality.names().get(m);
        }
    }

    @Override
    Answer answer() {
        Rows rows = rows(reader, modality, caseColumn, truth, score);
        Rows.Coded only = new Rows.Coded(List.of("all"), new int[rows.size()]);
        Readings readings = new Readings(
                rows.coded(reader), modality == null ? only : rows.coded(modality), rows.coded(caseColumn),
                rows.truths(truth, positive), rows.numbers(score));
        check(rows, readings);
        ReaderStudy study = ReaderStudy.of(
                readings.reader.of(), readings.modality.of(), readings.of.of(), readings.truth, readings.score);
        Answer answer = new Answer("Reader study of '" + score + "' for '" + truth + "'");
        UStatistic statistic = UStatistic.of(study);
        int modalities = study.modalities();
        for (int m = 0; m < modalities; m++) {
            int in = m;
            if (IntStream.range(0, study.readers()).noneMatch(r -> statistic.auroc(in, r).isPresent())) {
                throw new IllegalArgumentException("no reader read cases of both classes in '" + readings.cell(m) + "'");
            }
            add(answer, readings.cell(m), "auroc", statistic.single(m, Form.UNBIASED, Degrees.BDG));
        }
        boolean crossed = IntStream.range(0, modalities)
                .allMatch(m -> study.readers(0, m) == study.readers() && study.crossed(0, m));
        boolean second = crossed && study.readers() > 1 && study.negatives() > 1 && study.positives() > 1;
        ObuchowskiRockette analysis = second ? ObuchowskiRockette.jackknife(study) : null;
        if (analysis != null) {
            for (int m = 0; m < modalities; m++) {
                add(answer, readings.cell(m), "auroc", analysis.single(m, Sampled.READERS_AND_CASES));
            }
        }
        for (int a = 0; a < modalities; a++) {
            for (int b = a + 1; b < modalities; b++) {
                String cell = readings.cell(a) + " - " + readings.cell(b);
                add(answer, cell, "auroc difference", statistic.difference(a, b, Form.UNBIASED, Degrees.BDG));
                if (analysis != null) {
                    add(answer, cell, "auroc difference", analysis.difference(a, b, Sampled.READERS_AND_CASES));
                }
            }
        }
        Answer each = each(readings);
        each.lines().forEach(line -> answer.add(line.cell(), line.estimate()));
        each.notes().forEach(answer::note);
        answer.note(rows.told() + ": " + study.readers() + " readers, " + study.positives() + " cases with the condition and "
                + study.negatives() + " without; n counts cases.");
        if (!crossed) {
            answer.note("Not every reader read every case in every modality: no analysis of Obuchowski and Rockette.");
        } else if (study.readers() == 1) {
            answer.note("One reader: intervals are for that reader only.");
        }
        return answer.figure(() -> Pictures.forest("Readers", "AUROC", each.lines()));
    }

    private void add(Answer answer, String cell, String name, Contrast contrast) {
        answer.add(cell, contrast.estimate(name, confidence()));
        if (name.endsWith("difference")) {
            contrast.pValue(0).ifPresent(p -> answer.test("no difference, " + cell, p, contrast.method()));
        }
    }

    /// The AUROC of each reader in each modality, for that reader only.
    private Answer each(Readings readings) {
        Answer each = new Answer("");
        for (int r = 0; r < readings.reader.names().size(); r++) {
            for (int m = 0; m < readings.modality.names().size(); m++) {
                int of = r;
                int in = m;
                int[] rows = IntStream.range(0, readings.score.length)
                        .filter(i -> readings.reader.of()[i] == of && readings.modality.of()[i] == in)
                        .toArray();
                boolean[] present = new boolean[rows.length];
                int positives = 0;
                for (int i = 0; i < rows.length; i++) {
                    present[i] = readings.truth[rows[i]];
                    positives += present[i] ? 1 : 0;
                }
                String who = readings.reader.names().get(r);
                if (positives == 0 || positives == rows.length) {
                    each.note("Reader " + who + " did not read both classes in " + readings.cell(m) + ".");
                    continue;
                }
                double[] scores = IntStream.of(rows).mapToDouble(i -> readings.score[i]).toArray();
                String name = readings.modality.names().size() > 1 ? "auroc, " + readings.cell(m) : "auroc";
                each.add("reader " + who, Auroc.estimate(name, scores, present, confidence()));
            }
        }
        return each;
    }

    /// A case has one truth, and a reader reads it once in a modality.
    private void check(Rows rows, Readings readings) {
        Map<Integer, Integer> truthAt = new HashMap<>();
        Map<List<Integer>, Integer> readAt = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            int c = readings.of.of()[i];
            String name = readings.of.names().get(c);
            Integer before = truthAt.putIfAbsent(c, i);
            if (before != null && readings.truth[before] != readings.truth[i]) {
                throw new BadInput(
                        rows.where(i), "case '" + name + "' has another truth than in " + rows.where(before),
                        "Give every case one truth");
            }
            Integer twice =
                    readAt.putIfAbsent(List.of(readings.reader.of()[i], readings.modality.of()[i], c), i);
            if (twice != null) {
                throw new BadInput(
                        rows.where(i), "the reader has read case '" + name + "' before, in " + rows.where(twice),
                        "Keep one reading, or name the column that tells them apart with --modality");
            }
        }
    }
}
