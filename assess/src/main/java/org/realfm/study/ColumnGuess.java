package org.realfm.study;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.realfm.tables.Table;

/// Guesses what the columns of a table mean, by their names and contents. No column is guessed to be two things.
final class ColumnGuess {

    private static final Pattern CASE = words("case|caseid|id|uid|imageid|studyid|examid|accession|accessionnumber|index");
    private static final Pattern PATIENT = words("patient|patientid|subject|subjectid|person|personid|pid|mrn");
    private static final Pattern IMAGE = words("image|img|imagepath|file|filename|filepath|path|picture|film");
    private static final Pattern FRAME = words("frame|framenumber|frameno|framenr");
    private static final Pattern TRUTH = words("truth|labels?|target|y|outcome|diagnosis|class|finding|disease|reference");
    private static final Pattern SPLIT = words("split|set|fold|partition|subset|phase|part");
    private static final Pattern SITE = words("site|hospital|institution|center|centre|facility|collection|source|cohort");
    private static final Pattern WEIGHT = words("samplingweight|sampleweight|inclusionweight|ipw");
    private static final Pattern GROUP = words("sex|gender|age|patientage|ageyears|race|ethnicity|skintone|language");
    private static final Pattern NUISANCE =
            words(".*(mark|marker|tube|drain|device|border|burnedtext|portable|scanner|view|viewposition|projection)");
    private static final Pattern PICTURE = Pattern.compile("(?i).+\\.(png|jpe?g|tiff?|dcm|dicom)");
    private static final Pattern DICOM = Pattern.compile("(?i).+\\.(dcm|dicom)");
    private static final int FEW = 20;
    private static final int SAMPLE = 10_000;

    private final Table table;
    private final Set<String> taken = new HashSet<>();

    final Optional<String> image;
    final Optional<String> frame;
    final Optional<String> patient;
    final Optional<String> split;
    final Optional<String> site;
    final Optional<String> weight;
    final List<String> groups;
    final List<String> nuisance;
    final Optional<String> truth;
    /// A column named like a truth that is not yet 0 and 1; looked for where [#truth] is empty.
    final Optional<String> wordyTruth;
    final List<String> scores;
    final Optional<String> cases;

    ColumnGuess(Table table) {
        this.table = table;
        image = take(this::picture).or(() -> take(named(IMAGE)));
        frame = image.isPresent() ? take(named(FRAME)) : Optional.empty();
        patient = take(named(PATIENT));
        split = take(named(SPLIT).and(column -> values(column).size() <= FEW));
        site = take(named(SITE).and(column -> values(column).size() <= FEW * 5));
        weight = take(named(WEIGHT));
        groups = takeAll(named(GROUP));
        nuisance = takeAll(named(NUISANCE).and(column -> values(column).size() <= FEW));
        truth = take(named(TRUTH).and(this::binary)).or(() -> take(this::binary));
        wordyTruth = truth.isPresent() ? Optional.empty() : take(named(TRUTH));
        cases = take(named(CASE).and(this::unique)).or(() -> image.filter(this::unique)).or(() -> take(this::unique));
        scores = takeAll(this::probability);
    }

    /// The different values of a column in alphabetical order, of its first ten thousand rows.
    List<String> values(String column) {
        return Arrays.stream(table.column(column))
                .limit(SAMPLE)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct()
                .sorted()
                .toList();
    }

    private Optional<String> take(Predicate<String> fits) {
        Optional<String> found = table.columns().stream()
                .filter(column -> !taken.contains(column) && !column.isBlank())
                .filter(fits)
                .findFirst();
        found.ifPresent(taken::add);
        return found;
    }

    private List<String> takeAll(Predicate<String> fits) {
        List<String> found = table.columns().stream()
                .filter(column -> !taken.contains(column) && !column.isBlank())
                .filter(fits)
                .toList();
        taken.addAll(found);
        return found;
    }

    private static Pattern words(String pattern) {
        return Pattern.compile(pattern);
    }

    private static Predicate<String> named(Pattern names) {
        return column -> names.matcher(column.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")).matches();
    }

    /// Whether most pictures have names of DICOM files.
    boolean dicom() {
        return image.filter(column -> fit(column, DICOM)).isPresent();
    }

    private boolean picture(String column) {
        return fit(column, PICTURE);
    }

    private boolean fit(String column, Pattern pattern) {
        List<String> values = values(column);
        return !values.isEmpty()
                && values.stream().filter(value -> pattern.matcher(value).matches()).count() >= 0.9 * values.size();
    }

    private boolean binary(String column) {
        List<String> values = values(column);
        return values.equals(List.of("0", "1")) || values.equals(List.of("0.0", "1.0"));
    }

    private boolean unique(String column) {
        String[] cells = Arrays.stream(table.column(column)).filter(Objects::nonNull).toArray(String[]::new);
        return cells.length == table.size() && new HashSet<>(Arrays.asList(cells)).size() == cells.length;
    }

    private boolean probability(String column) {
        List<String> values = values(column);
        return values.size() > FEW
                && values.stream()
                        .map(Table::number)
                        .allMatch(number -> number.filter(x -> x >= 0 && x <= 1).isPresent());
    }
}
