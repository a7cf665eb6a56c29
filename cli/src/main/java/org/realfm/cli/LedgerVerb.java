package org.realfm.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.realfm.ledger.chain.Ledger;
import org.realfm.ledger.chain.LedgerException;
import org.realfm.ledger.chain.Verification;
import org.realfm.tables.BadInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verb `ledger`.
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Looks after evidence ledgers.",
        subcommands = LedgerVerb.Verify.class)
final class LedgerVerb implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name what to do with a ledger: verify");
    }

    /// The verb `ledger verify`.
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Finds any changed, removed or reordered byte of a ledger.",
                "Leaves with 0 if the ledger is intact, with 1 if it is not. The digest it prints can be kept elsewhere"
                        + " and compared later: who can write both the ledger and its head can rewrite both."
            },
            footer = {"", "Examples:", "  realfm ledger verify results/ledger.jsonl", "  realfm ledger verify results"})
    static final class Verify implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "ledger.jsonl of an assessment, or its folder.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Path file;

        @Option(names = "--json", description = "Print the answer as JSON.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            Path ledger = Files.isDirectory(file) ? file.resolve("ledger.jsonl") : file;
            if (!Files.isRegularFile(ledger)) {
                throw new BadInput(ledger.toString(), "there is no such file", "Name the ledger.jsonl of an assessment");
            }
            Verification verification = verify(ledger);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("entries", verification.entries());
                answer.put("head", verification.head().hex());
                answer.put("intact", verification.fault().isEmpty());
                verification.fault().ifPresent(fault -> answer.put("fault", fault.toString()));
                out.println(Json.text(answer));
            } else {
                verification.fault().ifPresentOrElse(
                        fault -> out.println("NOT INTACT: " + fault + " (" + verification.entries()
                                + " entries before it are intact)"),
                        () -> out.println("intact: " + verification.entries() + " entries, head " + verification.head()));
            }
            return verification.fault().isEmpty() ? 0 : 1;
        }

        private static Verification verify(Path ledger) throws IOException {
            try {
                return Ledger.verify(ledger);
            } catch (LedgerException e) {
                throw new BadInput(ledger.toString(), e.what(), "");
            }
        }
    }
}
