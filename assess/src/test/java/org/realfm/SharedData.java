package org.realfm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Real data for tests, see CONTRIBUTING.md; a test that asks for what is not there is skipped.
public final class SharedData {

    private SharedData() {}

    /// A folder of the shared data that holds a file.
    public static Path folder(String name, String file) {
        String root = System.getProperty("realfm.root", "..");
        String shared = Optional.ofNullable(System.getProperty("REALFM_SHARED_DATA"))
                .or(() -> Optional.ofNullable(System.getenv("REALFM_SHARED_DATA")))
                .orElse(Path.of(root, "../shared/data").toString());
        Path folder = Path.of(shared, name).toAbsolutePath().normalize();
        assumeTrue(Files.isRegularFile(folder.resolve(file)), "skipped: there is no shared data at " + folder);
        return folder;
    }
}
