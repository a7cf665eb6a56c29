package org.realfm.cli;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.realfm.assess.Versions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The verb `doctor`.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks that this machine can run an assessment, and says what to do where it cannot.",
        footer = {"", "Examples:", "  realfm doctor", "  realfm doctor --json"})
final class Doctor implements Callable<Integer> {

    private static final long ENOUGH_MEMORY = 1L << 30;
    private static final long ENOUGH_DISK = 1L << 30;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    /// One thing looked at.
    record Check(boolean fine, String found, String remedy) {}

    /// Something that may fail.
    private interface Look {
        Check look() throws Exception;
    }

    @Override
    public Integer call() {
        Map<String, Check> checks = new LinkedHashMap<>();
        checks.put("realfm", new Check(true, Versions.realfm(), ""));
        checks.put("java", look("Install a JDK of 25 or newer", () -> {
            int feature = Runtime.version().feature();
            return new Check(feature >= 25, Versions.java(), "Install a JDK of 25 or newer");
        }));
        checks.put("memory", look("", () -> {
            long bytes = Runtime.getRuntime().maxMemory();
            return new Check(bytes >= ENOUGH_MEMORY, bytes / (1 << 20) + " MiB for Java", "Set REALFM_JAVA_OPTS=-Xmx2g");
        }));
        checks.put("disk", look("Run where you can write", Doctor::disk));
        checks.put("onnx", look("ONNX Runtime cannot be loaded on this platform: use predictions tables", () -> new Check(
                true, "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion(), "")));
        checks.put("duckdb", look("DuckDB cannot be loaded on this platform", Doctor::duckdb));
        boolean fine = checks.values().stream().allMatch(Check::fine);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(checks));
        } else {
            checks.forEach((name, check) -> out.println((check.fine ? "fine     " : "PROBLEM  ") + name + ": " + check.found
                    + (check.fine ? "" : ". " + check.remedy)));
        }
        return fine ? 0 : 1;
    }

    private static Check look(String remedy, Look look) {
        try {
            return look.look();
        } catch (Exception | LinkageError e) {
            return new Check(false, String.valueOf(e.getMessage()), remedy);
        }
    }

    private static Check disk() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        long free = Files.getFileStore(here).getUsableSpace();
        return new Check(
                free >= ENOUGH_DISK && Files.isWritable(here),
                free / (1 << 20) + " MiB free in this folder" + (Files.isWritable(here) ? "" : ", not writable"),
                "Make room, or run in a folder you can write to");
    }

    private static Check duckdb() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:")) {
            return new Check(true, "DuckDB " + connection.getMetaData().getDatabaseProductVersion(), "");
        }
    }
}
