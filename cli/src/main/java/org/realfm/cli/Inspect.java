package org.realfm.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verb `inspect`.
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a file is, or all files of a folder: DICOM, NIfTI, MetaImage, NRRD, a whole slide or a picture, its shape and geometry,"
                    + " the minimum, maximum and sum of its stored values, and what is wrong with it; of a folder also which"
                    + " series of DICOM slices make a volume."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything could be read", "1:something could not, which is named",
            "2:it could not be told because of an error, which is explained on standard error"
        },
        footer = {"", "Examples:", "  realfm inspect film.dcm", "  realfm inspect films/ --json"})
final class Inspect implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "PATH", description = "A file or a folder.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path path;

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        SequencedMap<String, Inspected> files = new LinkedHashMap<>();
        boolean folder = Files.isDirectory(path);
        if (folder) {
            files = inspected(path);
        } else {
            files.put(path.toString(), Inspected.of(path));
        }
        PrintWriter out = spec.commandLine().getOut();
        List<InspectedSeries> series = folder ? InspectedSeries.of(files.values()) : List.of();
        if (json) {
            List<Map<String, Object>> contents = files.entrySet().stream()
                    .map(file -> file.getValue().content(file.getKey())).toList();
            out.println(Json.text(folder ? Map.of("files", contents, "series", series.stream().map(InspectedSeries::content).toList())
                    : contents.getFirst()));
        } else if (folder) {
            table(out, files);
            InspectedSeries.table(out, series);
        } else {
            files.forEach((name, file) -> show(out, name, file));
        }
        out.flush();
        return files.values().stream().allMatch(file -> file.faults().isEmpty())
                && series.stream().allMatch(InspectedSeries::isVolume) ? 0 : 1;
    }

    private static SequencedMap<String, Inspected> inspected(Path folder) throws IOException {
        TreeMap<String, Inspected> found = new TreeMap<>();
        TreeMap<String, Path> files = new TreeMap<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.put(folder.relativize(file).toString(), file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) {
                found.put(folder.relativize(file).toString(), Inspected.failed("unknown", "cannot be opened (" + fault + ")"));
                return FileVisitResult.CONTINUE;
            }
        });
        try (ConsoleProgress progress = ConsoleProgress.ofSystem()) {
            progress.stage("inspect", files.size());
            files.forEach((name, file) -> {
                found.put(name, Inspected.of(file));
                progress.done(1);
            });
        }
        Set<Path> parts = new HashSet<>();
        found.values().forEach(file -> file.parts().forEach(part -> parts.add(part.toAbsolutePath().normalize())));
        found.entrySet().removeIf(file -> file.getValue().format().equals("unknown")
                && parts.contains(folder.resolve(file.getKey()).toAbsolutePath().normalize()));
        return found;
    }

    private static void show(PrintWriter out, String name, Inspected file) {
        out.println(name + ": " + file.format() + (file.shape().isEmpty() ? "" : ", " + file.shape()));
        file.facts().forEach((fact, value) -> out.println("  " + fact + ": " + value));
        file.remarks().forEach(remark -> out.println("  remark: " + remark));
        file.faults().forEach(fault -> out.println("  WRONG: " + fault));
    }

    /// Files that are alike in one line, then what is wrong with which.
    private static void table(PrintWriter out, Map<String, Inspected> files) {
        TreeMap<List<String>, int[]> kinds = new TreeMap<>((a, b) -> String.join("\t", a).compareTo(String.join("\t", b)));
        files.values().forEach(file -> {
            int[] counts = kinds.computeIfAbsent(List.of(file.format(), file.fact("modality"),
                    file.shape().isEmpty() ? "-" : file.shape(), file.fact("transfer syntax")), kind -> new int[3]);
            counts[0]++;
            counts[1] += file.remarks().isEmpty() ? 0 : 1;
            counts[2] += file.faults().isEmpty() ? 0 : 1;
        });
        LinkedHashMap<String, List<String>> rows = new LinkedHashMap<>();
        kinds.forEach((kind, counts) -> rows.put(String.valueOf(rows.size() + 1), List.of(kind.get(0), kind.get(1), kind.get(2),
                kind.get(3), String.valueOf(counts[0]), String.valueOf(counts[1]), String.valueOf(counts[2]))));
        List<String> heads = List.of("format", "modality", "shape", "transfer syntax", "files", "remarks", "wrong");
        TextTable.print(out, "kind", heads, rows);
        files.forEach((name, file) -> file.faults().forEach(fault -> out.println("WRONG " + name + ": " + fault)));
        long wrong = files.values().stream().filter(file -> !file.faults().isEmpty()).count();
        out.println(files.size() + " files, " + wrong + " with something wrong");
    }
}
