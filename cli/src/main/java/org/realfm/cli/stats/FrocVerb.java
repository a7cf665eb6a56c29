package org.realfm.cli.stats;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Figure.Axis;
import org.realfm.ledger.Figure.Kind;
import org.realfm.ledger.Figure.Series;
import org.realfm.report.html.Numbers;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.localisation.Afroc;
import org.realfm.stats.localisation.Froc;
import org.realfm.stats.localisation.Marks;
import org.realfm.tables.BadInput;
import org.realfm.tables.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The verb `stats froc`.
@Command(
        name = "froc",
        description = {
            "Localisation: the share of lesions that are marked at rates of false positives per image, their mean (CPM), and"
                    + " the JAFROC figure of merit, from two tables.",
            "--table has one row a mark: its image, its rating, and which lesion it hit, empty where it hit none. --cases"
                    + " has one row an image, also those without a mark: how many lesions it has."
        },
        footer = {
            "",
            "Examples:",
            "  realfm stats froc --table marks.csv --image film --rating score \\",
            "      --lesion hit --cases films.csv --lesions n",
            "  realfm stats froc --table m.csv --image i --rating r --lesion l \\",
            "      --cases c.csv --lesions n --plot froc.svg"
        })
final class FrocVerb extends TableVerb {

    private static final double[] RATES = {0.125, 0.25, 0.5, 1, 2, 4, 8};

    @Option(names = "--image", paramLabel = "COLUMN", required = true, description = "The image, in both tables.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String image;

    @Option(names = "--rating", paramLabel = "COLUMN", required = true, description = "How sure a mark is.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String rating;

    @Option(
            names = "--lesion",
            paramLabel = "COLUMN",
            required = true,
            description = "The name of the lesion that was hit, any name within its image; empty for a false positive.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String lesion;

    @Option(names = "--cases", paramLabel = "FILE", required = true, description = "One row an image.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path cases;

    @Option(names = "--lesions", paramLabel = "COLUMN", required = true, description = "How many lesions an image has.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String lesions;

    @Option(names = "--patient", paramLabel = "COLUMN", description = "Who an image is of, in the table of cases.")
    private @Nullable String patient;

    @Override
    Answer answer() {
        Rows images = Rows.of(
                Table.read(cases),
                Stream.of(image, lesions, patient).filter(Objects::nonNull).toList(),
                missing());
        int[] counts = images.counts(lesions);
        Map<String, Integer> numbers = numbers(images);
        Rows rows = rows(image, rating);
        Marks marks = marks(rows, counts, numbers);
        int[] unit = images.units(patient);
        boolean[] diseased = new boolean[counts.length];
        int normal = 0;
        for (int i = 0; i < counts.length; i++) {
            diseased[i] = counts[i] > 0;
            normal += diseased[i] ? 0 : 1;
        }
        Bootstrap.Plan plan = Bootstrap.plan(unit, diseased, replicates(counts.length), seed());
        Froc froc = Froc.of(marks, Froc.Images.ALL);
        Answer answer = new Answer("Localisation by '" + rating + "'");
        for (double rate : RATES) {
            String name = "sensitivity at " + Numbers.plain(rate) + " false positives an image";
            answer.add(froc.sensitivity(name, rate, Froc.Between.STEP, plan, confidence()));
        }
        answer.add(froc.cpm("CPM", Froc.Between.STEP, plan, confidence()));
        if (normal > 0) {
            answer.add(Afroc.of(marks, Afroc.Form.AFROC).estimate("JAFROC figure of merit", plan, confidence()))
                    .add(Afroc.of(marks, Afroc.Form.WEIGHTED_AFROC)
                            .estimate("weighted JAFROC figure of merit", plan, confidence()));
        } else {
            answer.add(Afroc.of(marks, Afroc.Form.AFROC1).estimate("JAFROC1 figure of merit", plan, confidence()));
            answer.note("There is no image without a lesion: false positives of diseased images count (JAFROC1).");
        }
        answer.note(rows.told() + ", " + images.told() + ": " + marks.lesions() + " lesions in " + (counts.length - normal)
                + " images, " + normal + " images without, " + marks.falsePositives() + " false positives; n counts "
                + (patient == null ? "images." : "patients."));
        return answer.figure(() -> curve(froc));
    }

    private Map<String, Integer> numbers(Rows images) {
        String[] names = images.texts(image);
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            Integer before = numbers.putIfAbsent(names[i], i);
            if (before != null) {
                throw new BadInput(
                        images.where(i), "image '" + names[i] + "' stands before, in " + images.where(before),
                        "Give every image one row");
            }
        }
        return numbers;
    }

    private Marks marks(Rows rows, int[] counts, Map<String, Integer> numbers) {
        String[] names = rows.texts(image);
        @Nullable String[] hits = rows.cells(lesion);
        int[] of = new int[names.length];
        int[] hit = new int[names.length];
        List<Map<String, Integer>> known = new ArrayList<>();
        IntStream.range(0, counts.length).forEach(i -> known.add(new HashMap<>()));
        for (int i = 0; i < names.length; i++) {
            Integer number = numbers.get(names[i]);
            if (number == null) {
                throw new BadInput(
                        rows.where(i), "image '" + names[i] + "' is not in " + cases.getFileName(),
                        "Give every image a row there, also those without a lesion");
            }
            of[i] = number;
            String name = hits[i];
            if (name == null) {
                hit[i] = -1;
                continue;
            }
            Map<String, Integer> here = known.get(number);
            hit[i] = here.computeIfAbsent(name, fresh -> here.size());
            if (here.size() > counts[number]) {
                throw new BadInput(
                        rows.where(i),
                        "marks of image '" + names[i] + "' hit " + String.join(", ", here.keySet().stream().sorted().toList())
                                + ", but it has " + counts[number] + " lesions",
                        "Name each lesion alike in all its marks, and leave the cell of a false positive empty");
            }
        }
        return Marks.of(counts, of, rows.numbers(rating), hit);
    }

    private Figure curve(Froc froc) {
        Froc.Curve curve = froc.curve();
        return new Figure(
                Kind.LINE, "froc", "FROC curve of " + rating, Axis.fitted("false positives an image"),
                new Axis("share of lesions marked", 0, 1),
                List.of(Series.line(
                        rating, Pictures.list(curve.falsePositives()), Pictures.list(curve.sensitivity()))),
                List.of());
    }
}
