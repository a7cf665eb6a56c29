package org.realfm.imaging.formats;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.realfm.imaging.UnreadableImage;

/// The lines of a text header, with the places they begin at, and what can be asked of them.
///
/// @param path  the file
/// @param lines in order
/// @param end   bytes up to the end of the header
record TextHeader(Path path, List<Line> lines, long end) {

    /// A line.
    ///
    /// @param offset where it begins
    /// @param text   without the end of the line
    record Line(long offset, String text) {}

    /// What is said under a name.
    ///
    /// @param name   the name, in lower case
    /// @param offset where its line begins
    /// @param text   what follows the colon or the equals sign
    record Field(String name, long offset, String text) {}

    private static final int LONGEST = 1 << 20;
    private static final int MOST_LINES = 100_000;

    /// Longer than any name of a file. Matching a range takes a time that grows with the square of the text.
    private static final int LONGEST_PATTERN = 4096;

    private static final Pattern RANGE = Pattern.compile("(\\S*%(0?)(\\d?)d\\S*)\\s+(-?\\d{1,9})\\s+(-?\\d{1,9})\\s+(-?\\d{1,9})");

    TextHeader {
        lines = List.copyOf(lines);
    }

    /// Reads lines up to the first one that ends the header, or the end of the file.
    static TextHeader read(Path path, Predicate<String> last) throws UnreadableImage {
        List<Line> lines = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long at = 0;
            long start = 0;
            for (int c = in.read(); c >= 0; c = in.read()) {
                at++;
                if (c != '\n') {
                    line.write(c);
                    if (at > LONGEST) {
                        throw wrong(path, start, "a header of more than " + LONGEST + " bytes", "its end");
                    }
                    continue;
                }
                String text = line.toString(StandardCharsets.UTF_8);
                text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
                line.reset();
                lines.add(new Line(start, text));
                start = at;
                if (last.test(text)) {
                    return new TextHeader(path, lines, at);
                }
                if (lines.size() > MOST_LINES) {
                    throw wrong(path, start, "more than " + MOST_LINES + " lines", "the end of the header");
                }
            }
            if (line.size() > 0) {
                lines.add(new Line(start, line.toString(StandardCharsets.UTF_8)));
            }
            return new TextHeader(path, lines, at);
        } catch (IOException e) {
            throw new UnreadableImage(path, "cannot be opened (" + e + ")", "Check that the file may be read");
        }
    }

    static UnreadableImage wrong(Path path, long offset, String found, String expected) {
        return new UnreadableImage(path, "at byte " + offset + ": found " + found + ", expected " + expected,
                "Export or copy the file again");
    }

    /// A refusal of what a field says.
    UnreadableImage wrong(Field field, String expected) {
        String text = field.text.length() > 80 ? field.text.substring(0, 80) + "..." : field.text;
        return wrong(path, field.offset, field.name + " '" + text + "'", expected);
    }

    /// Numbers apart by white space or commas.
    double[] numbers(Field field, int count) throws UnreadableImage {
        String[] parts = field.text.strip().split("[\\s,]+");
        double[] numbers = new double[parts.length];
        try {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Double.parseDouble(parts[i]);
            }
        } catch (NumberFormatException e) {
            throw wrong(field, "numbers");
        }
        if (numbers.length != count) {
            throw wrong(field, count + " numbers");
        }
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw wrong(field, "finite numbers");
            }
        }
        return numbers;
    }

    /// Whole numbers apart by white space.
    int[] wholes(Field field, int count) throws UnreadableImage {
        double[] numbers = numbers(field, count);
        int[] wholes = new int[count];
        for (int i = 0; i < count; i++) {
            wholes[i] = (int) numbers[i];
            if (wholes[i] != numbers[i]) {
                throw wrong(field, "whole numbers of up to 31 bits");
            }
        }
        return wholes;
    }

    boolean isTrue(Optional<Field> field) throws UnreadableImage {
        if (field.isEmpty()) {
            return false;
        }
        return switch (field.get().text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw wrong(field.get(), "True or False");
        };
    }

    /// A file beside this one. Nothing outside its folder is opened, so that a header from elsewhere cannot point at
    /// what is not its own.
    Path beside(Field field, String name) throws UnreadableImage {
        Path folder = Optional.ofNullable(path.toAbsolutePath().normalize().getParent()).orElse(Path.of("/"));
        Path file;
        try {
            Path given = Path.of(name.strip());
            file = folder.resolve(given).normalize();
            if (given.isAbsolute() || !file.startsWith(folder) || file.equals(folder)) {
                throw wrong(field, "a file in the folder of the header");
            }
        } catch (InvalidPathException e) {
            throw wrong(field, "the name of a file");
        }
        if (!Files.isRegularFile(file)) {
            throw wrong(field, "a file that is there: there is no " + folder.relativize(file));
        }
        return file;
    }

    /// The files of a pattern and a range, as in `slice%03d.raw 1 20 1`; empty if the text is none.
    Optional<List<Path>> range(Field field) throws UnreadableImage {
        if (field.text.length() > LONGEST_PATTERN) {
            return Optional.empty();
        }
        Matcher range = RANGE.matcher(field.text.strip());
        if (!range.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(range.group(4));
        long last = Long.parseLong(range.group(5));
        long step = Long.parseLong(range.group(6));
        if (step == 0 || (step > 0 ? last < first : last > first) || (last - first) / step >= MOST_LINES) {
            throw wrong(field, "a range of 1 to " + MOST_LINES + " files");
        }
        String width = range.group(3).isEmpty() ? "" : range.group(2) + range.group(3);
        Set<Path> files = new LinkedHashSet<>();
        for (long i = first; step > 0 ? i <= last : i >= last; i += step) {
            String number = String.format(Locale.ROOT, "%" + width + "d", i);
            addOnce(files, field, range.group(1).replaceFirst("%\\d{0,2}d", number));
        }
        return Optional.of(List.copyOf(files));
    }

    /// What follows this header up to the end of the file: names of files, one a line.
    List<Path> list(Field field) throws UnreadableImage {
        Set<Path> files = new LinkedHashSet<>();
        for (Line line : read(path, text -> false).lines) {
            if (line.offset >= end && !line.text.isBlank()) {
                addOnce(files, new Field(field.name, line.offset, line.text), line.text);
            }
        }
        if (files.isEmpty()) {
            throw wrong(field, "a list of files below");
        }
        return List.copyOf(files);
    }

    /// Adds a file that was not named before: as often as a small one is named, as many voxels it could claim to hold.
    private void addOnce(Set<Path> files, Field field, String name) throws UnreadableImage {
        if (!files.add(beside(field, name))) {
            throw wrong(field, "each file once");
        }
    }
}
