package org.realfm.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.ledger.Digest;
import org.realfm.stats.Estimate;
import tools.jackson.databind.JsonNode;

class LedgerTest {

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("ledger.jsonl");
    }

    @Test
    void anEmptyLedgerIsIntact() throws IOException {
        Ledger.open(path).close();
        assertThat(Ledger.verify(path)).isEqualTo(new Verification(0, Entry.ORIGIN, Optional.empty()));
        assertThat(Files.size(path)).isZero();
    }

    @Test
    void whatWasAppendedIsReadBackInOrderEachChainedToTheOneBefore() throws IOException {
        List<Entry> appended = Bodies.write(path);
        assertThat(appended).extracting(Entry::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(appended).extracting(Entry::time).containsOnly(Bodies.NOON);
        assertThat(appended)
                .extracting(Entry::kind)
                .containsExactly("plan", "unblinding", "finding", "verdict", "attestation");
        Digest previous = new Digest("0".repeat(64));
        for (Entry entry : appended) {
            assertThat(entry.previous()).isEqualTo(previous);
            previous = entry.digest();
        }
        assertThat(Ledger.verify(path)).isEqualTo(new Verification(5, previous, Optional.empty()));
        try (Ledger ledger = Ledger.open(path, Bodies.CLOCK)) {
            assertThat(ledger.head()).isEqualTo(previous);
            assertThat(Bodies.digests(ledger.entries())).isEqualTo(Bodies.digests(appended));
            Entry next = ledger.append(Bodies.unblinding());
            assertThat(next.sequence()).isEqualTo(6);
            assertThat(next.previous()).isEqualTo(previous);
            assertThat(ledger.head()).isEqualTo(next.digest());
            assertThat(ledger.entries()).hasSize(6).last().extracting(Entry::digest).isEqualTo(next.digest());
        }
        assertThat(Ledger.verify(path).entries()).isEqualTo(6);
    }

    @Test
    void severalAtOnceAreTheSameAsOneByOne() throws IOException {
        List<Entry> oneByOne = Bodies.write(path);
        try (Ledger ledger = Ledger.open(folder.resolve("other.jsonl"), Bodies.CLOCK)) {
            assertThat(ledger.append(List.of())).isEmpty();
            assertThat(Bodies.digests(ledger.append(Bodies.each()))).isEqualTo(Bodies.digests(oneByOne));
            assertThat(ledger.head()).isEqualTo(oneByOne.getLast().digest());
        }
        assertThat(folder.resolve("other.jsonl")).hasSameBinaryContentAs(path);
        assertThat(folder.resolve("other.jsonl.head")).hasSameBinaryContentAs(folder.resolve("ledger.jsonl.head"));
    }

    @Test
    void theDigestIsThatOfTheLineWithoutIt() throws IOException {
        Entry entry = Bodies.write(path).getLast();
        String line = Files.readAllLines(path).getLast();
        String without = line.replace("\"digest\":\"" + entry.digest() + "\",", "");
        assertThat(without).hasSizeLessThan(line.length());
        assertThat(Digest.of(without.getBytes(StandardCharsets.UTF_8))).isEqualTo(entry.digest());
    }

    @Test
    void anEntryOfEvidenceHasAllThatItRestsOn() throws IOException {
        JsonNode body = Bodies.write(path).get(2).body();
        assertThat(body.propertyNames())
                .containsExactlyInAnyOrder(
                        "criterion", "subject", "use", "site", "cell", "tier", "grade", "outcome", "estimates",
                        "reason", "wouldSettle", "timed", "manifest", "plan", "planned", "code", "analyst",
                        "signatures", "expires");
        JsonNode estimate = body.get("estimates").get(0);
        assertThat(estimate.get("value").doubleValue()).isEqualTo(0.89);
        assertThat(estimate.get("lower").doubleValue()).isEqualTo(0.856);
        assertThat(estimate.get("upper").doubleValue()).isEqualTo(0.917);
        assertThat(body.get("planned").stringValue()).isEqualTo("2026-11-24T12:00:00Z");
        assertThat(body.get("expires").stringValue()).isEqualTo("2026-11-24T12:00:01Z");
    }

    @Test
    void anEndThatIsNotBoundedIsLeftOut() throws IOException {
        Estimate oneSided = new Estimate(
                "miss rate", 0.1, Double.NEGATIVE_INFINITY, 0.2, 0.95, "Clopper-Pearson, one-sided", 64);
        try (Ledger ledger = Ledger.open(path)) {
            JsonNode estimate = ledger.append(Bodies.finding("r", oneSided))
                    .body()
                    .get("estimates")
                    .get(0);
            assertThat(estimate.has("lower")).isFalse();
            assertThat(estimate.get("upper").doubleValue()).isEqualTo(0.2);
        }
        assertThat(Ledger.verify(path).intact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ärztlich geprüft: Lungenentzündung ✓",
                "胸部X線で肺炎 \uD83E\uDEC1",
                "right-to-left \u202E and \u0000 \u0007 \u001F \u007F \u0085 \u2028 \u2029 \uFEFF",
                "quotes \" and \\ and / and </script>",
                "two\nlines\r\nand\ta tab",
                "{\"digest\":\"not this one\"}\n",
                "half a pair \uD83E alone"
            })
    void anyTextSurvives(String text) throws IOException {
        try (Ledger ledger = Ledger.open(path)) {
            ledger.append(Bodies.finding(text));
            ledger.append(Bodies.finding("and another"));
        }
        assertThat(Ledger.verify(path).intact()).isTrue();
        assertThat(Files.readAllLines(path)).hasSize(2);
        try (Ledger ledger = Ledger.open(path)) {
            // Half of a surrogate pair has no UTF-8 and becomes a question mark.
            assertThat(ledger.entries().getFirst().body().get("reason").stringValue())
                    .isEqualTo(text.replace("\uD83E alone", "? alone"));
        }
    }

    @Test
    void aVeryLongTextSurvives() throws IOException {
        String text = "ä\"".repeat(5_000_000);
        try (Ledger ledger = Ledger.open(path)) {
            ledger.append(Bodies.finding(text));
        }
        assertThat(Ledger.verify(path).intact()).isTrue();
    }

    @Test
    void manyEntriesSurvive() throws IOException {
        try (Ledger ledger = Ledger.open(path)) {
            for (int i = 0; i < 200; i++) {
                ledger.append(Bodies.finding("finding " + i));
            }
        }
        assertThat(Ledger.verify(path).entries()).isEqualTo(200);
    }

    @Test
    void numbersKeepTheirBytes() throws IOException {
        try (Ledger ledger = Ledger.open(path)) {
            for (double value : new double[] {0, -0.0, 1, 0.1, 1.0 / 3, 1e10, 1e-10, 5e-324, 1.7976931348623157e308}) {
                ledger.append(Bodies.finding(
                        "r", new Estimate("x", value, value, value, 1, "count", Long.MAX_VALUE)));
            }
            assertThat(ledger.entries())
                    .extracting(entry -> entry.body().get("estimates").get(0).get("value").doubleValue())
                    .containsExactly(0.0, -0.0, 1.0, 0.1, 1.0 / 3, 1e10, 1e-10, 5e-324, 1.7976931348623157e308);
        }
        assertThat(Ledger.verify(path).intact()).isTrue();
    }

    @Test
    void thereMustBeALedgerToVerify() {
        assertThatThrownBy(() -> Ledger.verify(path)).isInstanceOf(NoSuchFileException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderIsNoLedger() {
        assertThatThrownBy(() -> Ledger.open(folder)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Ledger.open(folder.resolve("no").resolve("ledger.jsonl")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void attestationsNameWhoSaysItAndWhatWouldShowItWrong() {
        Body.Attestation good = Bodies.attestation();
        for (int blank = 0; blank < 4; blank++) {
            String[] texts = {good.statement(), good.name(), good.role(), good.falsifier()};
            texts[blank] = " ";
            assertThatThrownBy(() -> new Body.Attestation(
                            good.criterion(), texts[0], texts[1], texts[2], good.made(), good.expires(), "none",
                            texts[3]))
                    .hasMessageContaining("has a statement, a name, a role and what would show it wrong");
        }
        assertThatThrownBy(() -> new Body.Attestation(
                        good.criterion(), "s", "n", "r", good.made(), good.made(), "none", "f"))
                .hasMessageContaining("cannot expire on 2026-11-24");
    }
}
