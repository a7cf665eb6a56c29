package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.ledger.Digest;
import org.realfm.ledger.chain.Body;
import org.realfm.ledger.chain.Ledger;
import org.realfm.tables.BadInput;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `realfm ledger verify`.
class LedgerVerifyTest {

    @TempDir
    private Path folder;

    private Path ledger;
    private String head = "";

    @BeforeEach
    void write() throws IOException {
        ledger = folder.resolve("ledger.jsonl");
        Digest some = Digest.of("some");
        try (Ledger open = Ledger.open(ledger)) {
            open.append(List.of(
                    new Body.Plan(some, some, List.of(some), some),
                    new Body.Unblinding(some, List.of(some), some),
                    new Body.Unblinding(some, List.of(some), some)));
            head = open.head().hex();
        }
    }

    /// How the verb left, and what it said; what it throws is explained by the command, see [Realfm].
    private record Left(int code, String out, String problem) {}

    private static Left verify(Object... arguments) {
        StringWriter out = new StringWriter();
        StringBuilder problem = new StringBuilder();
        int code = new CommandLine(new LedgerVerb.Verify())
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((fault, command, parsed) -> {
                    assertThat(fault).isInstanceOf(BadInput.class);
                    problem.append(fault.getMessage());
                    return 2;
                })
                .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Left(code, out.toString(), problem.toString());
    }

    @Test
    void anIntactLedgerLeavesWithZeroAndSaysItsHead() {
        for (Path named : List.of(ledger, folder)) {
            Left left = verify(named);
            assertThat(left.code()).isZero();
            assertThat(left.out()).contains("3 entries").contains(head).doesNotContain("NOT");
            assertThat(left.problem()).isEmpty();
        }
        JsonNode json = JsonMapper.shared()
                .readTree(verify("--json", ledger).out());
        assertThat(json.get("intact").booleanValue()).isTrue();
        assertThat(json.get("entries").intValue()).isEqualTo(3);
        assertThat(json.get("head").stringValue()).isEqualTo(head);
        assertThat(json.has("fault")).isFalse();
    }

    @Test
    void aChangedLineLeavesWithOneAndIsNamed() throws IOException {
        List<String> lines = Files.readAllLines(ledger);
        Files.writeString(
                ledger,
                lines.get(0) + "\n" + lines.get(1).replace("unblinding", "unbl1nding") + "\n" + lines.get(2) + "\n");
        Left left = verify(ledger);
        assertThat(left.code()).isEqualTo(1);
        assertThat(left.out()).startsWith("NOT INTACT: line 2: expected ");
        JsonNode json = JsonMapper.shared()
                .readTree(verify(ledger, "--json").out());
        assertThat(json.get("intact").booleanValue()).isFalse();
        assertThat(json.get("entries").intValue()).isEqualTo(1);
        assertThat(json.get("fault").stringValue()).startsWith("line 2: ");
    }

    @Test
    void aRemovedLastLineLeavesWithOne() throws IOException {
        List<String> lines = Files.readAllLines(ledger);
        Files.writeString(ledger, lines.get(0) + "\n" + lines.get(1) + "\n");
        Left left = verify(ledger);
        assertThat(left.code()).isEqualTo(1);
        assertThat(left.out()).contains("line 3: expected 3 entries as the head says, found 2 entries");
    }

    @Test
    void whatCannotBeToldLeavesWithTwoAndIsExplained() throws IOException {
        Left missing = verify(folder.resolve("no.jsonl"));
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.problem()).contains("no.jsonl: there is no such file");
        assertThat(missing.out()).isEmpty();
        try (Ledger open = Ledger.open(ledger)) {
            Left busy = verify(ledger);
            assertThat(busy.code()).isEqualTo(2);
            assertThat(busy.problem()).isEqualTo(ledger + ": is open elsewhere; wait until it is closed");
            assertThat(open.head().hex()).isEqualTo(head);
        }
    }
}
