package org.realfm.imaging.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;

/// What fuzzing found stays found: every kept input, every seed, and seeds with bytes changed.
class FuzzTargetTest {

    private static final int MUTATIONS = Integer.getInteger("realfm.mutations", 2500) / 25;
    private static final Path KEPT = Path.of(System.getProperty("realfm.root", ".."), "imaging", "src", "test", "fuzz");

    @ParameterizedTest
    @EnumSource(FuzzTarget.class)
    void keptInputsAreReadOrRefused(FuzzTarget target) throws IOException {
        Path folder = KEPT.resolve(target.title());
        assertThat(folder).isDirectory();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                assertThatCode(() -> target.read(bytes)).as(file.getFileName().toString()).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FuzzTarget.class)
    void seedsChangedAtRandomAreReadOrRefused(FuzzTarget target) throws IOException {
        List<byte[]> seeds = Seeds.of(target);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = seeds.get(i % seeds.size()).clone();
            if (i >= seeds.size()) {
                for (int c = random.nextInt(4); c >= 0; c--) {
                    bytes[random.nextInt(bytes.length)] = (byte) (random.nextInt(3) == 0 ? -random.nextInt(2) : random.nextInt(256));
                }
                bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
            }
            byte[] changed = bytes;
            assertThatCode(() -> target.read(changed)).as("change " + i).doesNotThrowAnyException();
        }
    }

    @Test
    void whatAllocatesTooMuchIsFound() {
        assertThatThrownBy(() -> Allocation.within("a step", 1000, () -> new byte[2000])).isInstanceOf(AssertionError.class);
        assertThatCode(() -> Allocation.within("a step", 100_000, () -> new byte[2000])).doesNotThrowAnyException();
    }
}
