package org.realfm.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.realfm.study.StudyDraft;
import org.realfm.tables.BadInput;
import org.realfm.tables.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verb `init`.
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Proposes a commented study file from the columns of a table (CSV, TSV or Parquet).",
        footer = {"", "Examples:", "  realfm init cases.csv", "  realfm init cases.parquet --out pneumonia.yaml"})
final class Init implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "TABLE", description = "One row a case.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path table;

    @Option(
            names = "--out",
            paramLabel = "STUDY.yaml",
            description = "Where to write it; never over an existing file. Default: study.yaml beside the table."
                    + " `-` prints it.")
    private String out = "";

    @Option(names = "--json", description = "Print where it was written, or with `--out -` the draft, as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        String draft = StudyDraft.propose(Table.read(table));
        PrintWriter stdout = spec.commandLine().getOut();
        if (out.equals("-")) {
            stdout.print(json ? Json.text(Map.of("draft", draft)) + System.lineSeparator() : draft);
            return 0;
        }
        Path file = out.isEmpty() ? table.resolveSibling("study.yaml") : Path.of(out);
        if (Files.exists(file)) {
            throw new BadInput(file.toString(), "is there already", "Choose another name with --out, or print with --out -");
        }
        Files.writeString(file, draft);
        if (json) {
            stdout.println(Json.text(Map.of("study", file.toString())));
            return 0;
        }
        stdout.println("Wrote " + file + ". Read it, correct what is marked '# check', then: realfm assess " + file
                + " --out out");
        return 0;
    }
}
