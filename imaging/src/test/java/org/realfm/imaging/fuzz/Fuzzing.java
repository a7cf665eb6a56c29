package org.realfm.imaging.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Runs Jazzer on the targets, one after another, each in a Java of its own: `mvn -Pfuzz -pl imaging test`. See
/// `docs/fuzzing.md`.
public final class Fuzzing {

    /// The largest input that Jazzer makes, and that is taken from the shared data.
    private static final int MOST_BYTES = 1 << 16;

    private Fuzzing() {}

    /// @param arguments seconds for each target; the folder of kept inputs; a folder to work in; the shared data, or an
    ///                  empty string; targets separated by commas, or an empty string for all
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path kept = Path.of(arguments[1]);
        Path work = Path.of(arguments[2]);
        List<FuzzTarget> targets = arguments.length < 5 || arguments[4].isEmpty() ? List.of(FuzzTarget.values())
                : Arrays.stream(arguments[4].split(",", -1)).map(FuzzTarget::of).toList();
        List<String> failed = new ArrayList<>();
        for (FuzzTarget target : targets) {
            Path found = Files.createDirectories(work.resolve(target.title()));
            Path seeds = Files.createDirectories(work.resolve(target.title() + "-seeds"));
            int number = 0;
            for (byte[] seed : Seeds.of(target)) {
                Files.write(seeds.resolve("made-" + number++), seed);
            }
            if (!arguments[3].isEmpty() && !target.shared.isEmpty()) {
                copy(Path.of(arguments[3]).resolve(target.shared), seeds);
            }
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx2g", "-Djava.awt.headless=true",
                    "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                    "-Drealfm.fuzz.target=" + target.title(), "com.code_intelligence.jazzer.Jazzer",
                    "--target_class=" + FuzzEntry.class.getName(),
                    "--instrumentation_includes=org.realfm.**:jj2000.**:com.twelvemonkeys.**",
                    "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.FilePathTraversal",
                    "--reproducer_path=" + work, "-artifact_prefix=" + work + "/" + target.title() + "-",
                    "-max_total_time=" + arguments[0], "-timeout=" + 12 * (int) FuzzTarget.MOST_SECONDS, // on the wall: a reader that never returns
                     "-rss_limit_mb=4096",
                    "-max_len=" + MOST_BYTES, "-print_final_stats=1", found.toString(), seeds.toString()));
            if (Files.isDirectory(kept.resolve(target.title()))) {
                command.add(kept.resolve(target.title()).toString());
            }
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                failed.add(target.title());
            }
        }
        if (!failed.isEmpty()) {
            System.err.println("Broken promises, see " + work + ": " + failed);
            System.exit(1);
        }
    }

    private static void copy(Path shared, Path seeds) throws IOException {
        if (!Files.isDirectory(shared)) {
            return;
        }
        try (Stream<Path> files = Files.walk(shared)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(file) <= MOST_BYTES) {
                    Files.write(seeds.resolve("shared-" + file.getFileName()), Files.readAllBytes(file));
                }
            }
        }
    }
}
