package org.realfm.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Programs of Debian that tests ask for their opinion (dcmtk, dicom3tools); a test is skipped where one is absent.
public final class Tools {

    private Tools() {}

    /// What a program says, on both streams.
    ///
    /// @param exit its exit code
    public record Said(int exit, String text) {}

    /// Runs a program.
    public static Said run(String program, String... arguments) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        boolean found = Stream.of(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        Assumptions.assumeTrue(found, () -> "skipped: there is no " + program);
        try {
            Process process = new ProcessBuilder(Stream.concat(Stream.of(program), Stream.of(arguments)).toList())
                    .redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
