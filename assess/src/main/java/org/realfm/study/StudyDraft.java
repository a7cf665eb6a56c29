package org.realfm.study;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.realfm.tables.Table;

/// Writes the first version of a study file from a table's columns. Every guess carries a comment that begins with
/// `# check:`; the file is valid once the model files that it names exist.
public final class StudyDraft {

    private static final Set<String> EVALUATE =
            Set.of("test", "testing", "eval", "evaluate", "evaluation", "external", "holdout", "hold-out");
    private static final Set<String> TUNE = Set.of("val", "valid", "validation", "tune", "tuning", "calibration", "dev");
    private static final Set<String> DEVELOPMENT = Set.of("train", "training", "development", "derivation");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*");
    private static final Set<String> RESERVED = Set.of("true", "false", "null", "yes", "no", "on", "off");

    private final Table table;
    private final ColumnGuess guess;
    private final StringBuilder text = new StringBuilder();

    private StudyDraft(Table table) {
        this.table = table;
        this.guess = new ColumnGuess(table);
    }

    /// A commented study file for a table, to be kept beside it.
    public static String propose(Table table) {
        return new StudyDraft(table).write();
    }

    private String write() {
        String file = String.valueOf(table.file().getFileName());
        String subject = guess.truth.orElse("condition");
        text.append("# Study file for realfm, proposed from the columns of ").append(oneLine(file)).append(".\n")
                .append("# Go through every line marked 'check:'. All keys are explained in docs/study-file.md.\n");
        line("realfm: 1", "");
        line("study: " + yaml(subject), "check: a short name");
        line("seed: 7", "the one source of randomness");
        use(subject);
        cohort(file);
        if (!guess.nuisance.isEmpty()) {
            line("nuisance: " + list(guess.nuisance), "check: columns that should not matter to the answer");
        }
        models();
        text.append("# comparator: ...                  # the cheap, specialised or current alternative, one of the models\n")
                .append("# documents: {datasheet: datasheet.yaml, plan: plan.yaml}\n");
        return text.toString();
    }

    private void use(String subject) {
        line("use:", "");
        line("  id: " + yaml(subject + " aid"), "check: a short name");
        line("  question: " + yaml("Is " + subject + " present?"), "check: what is asked of the model");
        line("  task: classification", "");
        line("  autonomy: A2", "check: A0 offline, A1 order of reading only, A2 aid, A3 one narrow action");
        line("  risk: R3", "check: R1 negligible, R2 delay, R3 serious but recoverable, R4 irreversible");
        line("  operating-point: {threshold: 0.5}", "check: the threshold that will be used");
        line("  # floors: {auroc: 0.85, sensitivity: 0.85, specificity: 0.80}", "the least acceptable values");
        guess.groups.stream().filter(column -> guess.values(column).size() == 2).findFirst().ifPresent(column -> line(
                "  # population: {" + yaml(column) + ": {"
                        + guess.values(column).stream().map(v -> yaml(v) + ": 0.5").collect(Collectors.joining(", "))
                        + "}}",
                "shares in the target population"));
        line("  probability-shown: true", "check: false if users see no probability");
        line("  public-data: false", "check: true if the table is public");
        line("  foundation-model: false", "check: true if a model carries weights pretrained on other data");
    }

    private void cohort(String file) {
        line("cohort:", "");
        line("  table: " + yaml(file), "");
        line(
                "  case: " + yaml(guess.cases.orElse(table.columns().getFirst())),
                guess.cases.isPresent() ? "check: identifies a case" : "check: no column has a different value in each row");
        column("patient", guess.patient, "identifies the patient; without it grades are capped at E1");
        column("image", guess.image, "path of the picture, relative to the table");
        guess.frame.ifPresent(frame -> line("  frame: " + yaml(frame), "check: number of the frame, from 1, in files of several"));
        line(
                "  truth: " + yaml(guess.truth.or(() -> guess.wordyTruth).orElse(table.columns().getLast())),
                guess.truth.isPresent()
                        ? "check: the reference standard, 0 or 1"
                        : "check: no column holds only 0 and 1; add one that says whether the condition is present");
        guess.split.ifPresentOrElse(
                this::split, () -> line("  # split: {column: ..., evaluate: ...}", "without it every case is evaluated"));
        column("site", guess.site, "where the case comes from");
        if (guess.groups.isEmpty()) {
            line("  # groups: [sex, age]", "columns that divide people");
        } else {
            line("  groups: " + list(guess.groups), "check: columns that divide people");
        }
        guess.weight.ifPresent(weight -> line("  weight: " + yaml(weight), "check: sampling weight"));
        line("  # sampling: consecutive", "consecutive, random, enriched or case-control");
    }

    private void split(String column) {
        List<String> values = guess.values(column);
        Optional<String> evaluate = one(values, EVALUATE);
        String parts = evaluate.or(() -> one(values, TUNE)).map(value -> "evaluate: " + yaml(value)).orElse("");
        if (parts.isEmpty()) {
            line("  # split: {column: " + yaml(column) + ", evaluate: ...}", "check: which of " + oneLine(list(values)));
            return;
        }
        if (evaluate.isPresent()) {
            parts += one(values, TUNE).map(value -> ", tune: " + yaml(value)).orElse("");
        }
        parts += one(values, DEVELOPMENT).map(value -> ", development: " + yaml(value)).orElse("");
        line("  split: {column: " + yaml(column) + ", " + parts + "}", "check: what the verdict rests on");
    }

    private static Optional<String> one(List<String> values, Set<String> words) {
        return values.stream().filter(value -> words.contains(value.toLowerCase(Locale.ROOT))).findFirst();
    }

    private void models() {
        line("models:", "");
        line("  model:", "check: a short name");
        if (guess.image.isPresent()) {
            line("    onnx: model.onnx", "check: the file; or 'predictions: scores.csv' with the columns case and score");
            String grey = guess.dicom() ? "window: file, scale: " + 1 / 65535.0 : "scale: " + 1 / 255.0;
            line("    input: {name: image, size: [224, 224], channels: 1, " + grey + ", mean: 0, std: 1}",
                    guess.dicom()
                            ? "check: as in training; scale is " + 1 / 255.0 + " if the files have 8 bits"
                            : "check: as in training");
            line("    outputs: {score: score}", "check: the output's name; add activation: sigmoid for a logit");
        } else {
            line("    predictions: predictions.csv", "check: a table with the columns case and score");
        }
        if (!guess.scores.isEmpty()) {
            line(
                    "# " + oneLine(list(guess.scores)) + " may be scores of models:",
                    "save each with its case as a table with the columns case and score, and name it under predictions");
        }
        line("    # card: model-card.yaml", "the model card");
    }

    private void column(String key, Optional<String> column, String meaning) {
        line("  " + (column.isEmpty() ? "# " : "") + key + ": " + column.map(StudyDraft::yaml).orElse("..."),
                (column.isEmpty() ? "" : "check: ") + meaning);
    }

    private void line(String content, String comment) {
        text.append(content);
        if (!comment.isEmpty()) {
            text.append(" ".repeat(Math.max(2, 40 - content.length()))).append("# ").append(comment);
        }
        text.append('\n');
    }

    private static String list(List<String> names) {
        return names.stream().map(StudyDraft::yaml).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /// A text as YAML takes it inside brackets and out: plain where that is safe, otherwise in double quotes.
    private static String yaml(String value) {
        if (PLAIN.matcher(value).matches() && !RESERVED.contains(value.toLowerCase(Locale.ROOT))) {
            return value;
        }
        return value.codePoints()
                .mapToObj(c -> c == '"' || c == '\\'
                        ? "\\" + (char) c
                        : c < 0x20 || c == 0x7F ? String.format(Locale.ROOT, "\\x%02X", c) : Character.toString(c))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
