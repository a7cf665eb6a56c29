package org.realfm.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One writer at a time.
class WritersTest {

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("ledger.jsonl");
    }

    /// Another process: opens the ledger, appends, says so, and waits to be ended. Says why if it cannot.
    public static void main(String[] arguments) throws Exception {
        try {
            Ledger ledger = Ledger.open(Path.of(arguments[0]));
            ledger.append(Bodies.plan());
            System.out.println("appended");
            System.in.read();
            ledger.close();
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }

    private Process other() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritersTest.class.getName(),
                        path.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private String answerOfOther() throws IOException, InterruptedException {
        Process other = other();
        try (BufferedReader out = other.inputReader()) {
            return String.valueOf(out.readLine());
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    private void expectOpenElsewhere() {
        assertThatThrownBy(() -> Ledger.open(path))
                .isInstanceOf(LedgerException.class)
                .hasMessage(path + " is open elsewhere; wait until it is closed");
    }

    @Test
    void anotherProcessIsKeptOutEvenAfterTheLedgerWasReadAndAppendedTo() throws Exception {
        Bodies.write(path);
        try (Ledger ledger = Ledger.open(path)) {
            assertThat(answerOfOther()).endsWith("is open elsewhere; wait until it is closed");
            ledger.append(Bodies.plan());
            assertThat(ledger.entries()).hasSize(6);
            expectOpenElsewhere();
            assertThatThrownBy(() -> Ledger.verify(path)).hasMessageContaining("is open elsewhere");
            assertThat(answerOfOther()).endsWith("is open elsewhere; wait until it is closed");
            assertThat(ledger.entries()).hasSize(6);
        }
        assertThat(answerOfOther()).isEqualTo("appended");
        assertThat(Ledger.verify(path).entries()).isEqualTo(7);
    }

    @Test
    void aProcessThatHasItOpenKeepsThisOneOutUntilItIsKilled() throws Exception {
        Process other = other();
        try (BufferedReader out = other.inputReader()) {
            assertThat(out.readLine()).isEqualTo("appended");
            expectOpenElsewhere();
            assertThatThrownBy(() -> Ledger.verify(path))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("is open elsewhere");
            other.destroyForcibly().waitFor();
        }
        assertThat(Ledger.verify(path).entries()).isEqualTo(1);
        try (Ledger ledger = Ledger.open(path)) {
            assertThat(ledger.append(Bodies.unblinding()).sequence()).isEqualTo(2);
        }
    }

    @Test
    void theSameFileByAnotherNameIsTheSameLedger() throws IOException {
        try (Ledger ledger = Ledger.open(path)) {
            Path roundabout = folder.resolve("x").resolve("..").resolve("ledger.jsonl");
            assertThatThrownBy(() -> Ledger.open(roundabout)).hasMessageContaining("is open elsewhere");
            ledger.append(Bodies.plan());
        }
        Ledger.open(path).close();
    }

    @Test
    void aRefusedOpeningDoesNotKeepOthersOut() throws IOException {
        Bodies.write(path);
        byte[] whole = Files.readAllBytes(path);
        Files.write(path, new byte[] {'x', '\n', 'y', '\n'});
        assertThatThrownBy(() -> Ledger.open(path)).hasMessageContaining("is not what was appended");
        Files.write(path, whole);
        Ledger.open(path).close();
        Ledger.open(path).close();
    }

    @Test
    void threadsTakeTurns() throws Exception {
        try (Ledger ledger = Ledger.open(path);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Entry>> appends = IntStream.range(0, 200)
                    .<Callable<Entry>>mapToObj(i -> () -> ledger.append(Bodies.finding("finding " + i)))
                    .toList();
            for (var appended : threads.invokeAll(appends)) {
                appended.get();
            }
            assertThat(ledger.entries()).hasSize(200);
        }
        assertThat(Ledger.verify(path).entries()).isEqualTo(200);
    }
}
