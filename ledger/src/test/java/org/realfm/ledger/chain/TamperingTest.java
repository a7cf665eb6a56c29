package org.realfm.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.ledger.Digest;
import org.realfm.ledger.chain.Verification.Fault;

/// No change to a ledger goes unseen: verification names the first line that is not what was appended, and such a ledger
/// is not opened.
class TamperingTest {

    @TempDir
    private Path folder;

    private Path path;
    private Path head;
    private byte[] bytes;
    private byte[] headBytes;
    private List<String> lines;

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("ledger.jsonl");
        head = folder.resolve("ledger.jsonl.head");
        Bodies.write(path);
        bytes = Files.readAllBytes(path);
        headBytes = Files.readAllBytes(head);
        lines = Files.readAllLines(path);
        assertThat(lines).hasSize(5);
    }

    /// The fault of these bytes beside the head of the ledger, without writing them.
    private Fault faultInMemory(byte[] changed) throws IOException {
        return Chain.read(changed).compare(Head.read(path).orElseThrow()).orElseThrow();
    }

    private Fault fault(byte[] changed) throws IOException {
        Files.write(path, changed);
        Verification verification = Ledger.verify(path);
        assertThat(verification.intact()).isFalse();
        assertThat(Files.readAllBytes(path)).as("verification changes nothing").isEqualTo(changed);
        return verification.fault().orElseThrow();
    }

    private long lineAfter(List<String> changed) throws IOException {
        long line = fault(text(changed)).line();
        assertThatThrownBy(() -> Ledger.open(path))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("is not what was appended to it: line " + line + ": expected ");
        return line;
    }

    private static byte[] text(List<String> lines) {
        return lines.stream()
                .map(line -> line + "\n")
                .reduce("", String::concat)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// The line on which this byte stands, its line feed included.
    private long lineOf(int position) {
        long line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    @Test
    void verificationOfTheFileSaysTheSame() throws IOException {
        for (int i = 0; i < bytes.length; i += 41) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThat(fault(changed)).isEqualTo(faultInMemory(changed));
            assertThat(fault(changed).line()).isEqualTo(lineOf(i));
        }
    }

    @Test
    void everyChangedByteIsFound() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < bytes.length; i++) {
            for (byte other : new byte[] {(byte) (bytes[i] ^ 1), (byte) (bytes[i] ^ 0x20), ' ', '\n', '0',
                (byte) random.nextInt(256)}) {
                if (other != bytes[i]) {
                    byte[] changed = bytes.clone();
                    changed[i] = other;
                    assertThat(faultInMemory(changed).line())
                            .as("byte " + i + " from " + bytes[i] + " to " + other)
                            .isEqualTo(lineOf(i));
                }
            }
        }
    }

    @Test
    void everyRemovedAndEveryInsertedByteIsFound() throws IOException {
        for (int i = 0; i < bytes.length; i++) {
            ByteArrayOutputStream removed = new ByteArrayOutputStream();
            removed.write(bytes, 0, i);
            removed.write(bytes, i + 1, bytes.length - i - 1);
            assertThat(faultInMemory(removed.toByteArray()).line()).as("without byte " + i).isEqualTo(lineOf(i));
            for (byte more : new byte[] {' ', '\n', bytes[i], '0', '}', 0}) {
                ByteArrayOutputStream inserted = new ByteArrayOutputStream();
                inserted.write(bytes, 0, i);
                inserted.write(more);
                inserted.write(bytes, i, bytes.length - i);
                // A second line feed makes an empty line after the one it ends.
                int next = more == '\n' && bytes[i] == '\n' ? 1 : 0;
                assertThat(faultInMemory(inserted.toByteArray()).line())
                        .as(more + " before byte " + i)
                        .isEqualTo(lineOf(i) + next);
            }
        }
        assertThat(fault(Arrays.copyOf(bytes, bytes.length + 1)).line()).isEqualTo(6);
    }

    @Test
    void everyTruncationIsFoundAndRefused() throws IOException {
        for (int length = 0; length < bytes.length; length++) {
            byte[] shorter = Arrays.copyOf(bytes, length);
            assertThat(faultInMemory(shorter).line())
                    .as("the first " + length + " bytes")
                    .isEqualTo(lineOf(length));
        }
        for (int length : new int[] {0, 1, lines.getFirst().length(), lines.getFirst().length() + 1, bytes.length - 1}) {
            byte[] shorter = Arrays.copyOf(bytes, length);
            assertThat(fault(shorter).line()).isEqualTo(lineOf(length));
            assertThatThrownBy(() -> Ledger.open(path)).isInstanceOf(LedgerException.class);
            assertThat(Files.readAllBytes(path)).as("a refusal changes nothing").isEqualTo(shorter);
        }
    }

    @Test
    void everyRemovedDuplicatedSwappedOrInsertedLineIsFound() throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            List<String> removed = new ArrayList<>(lines);
            removed.remove(i);
            assertThat(lineAfter(removed)).as("without line " + (i + 1)).isEqualTo(i + 1);
            for (int at = 0; at <= lines.size(); at++) {
                List<String> duplicated = new ArrayList<>(lines);
                duplicated.add(at, lines.get(i));
                // Beside its twin, the second of the two is the one out of place.
                assertThat(lineAfter(duplicated))
                        .as("line " + (i + 1) + " again before line " + (at + 1))
                        .isEqualTo(at == i ? at + 2 : at + 1);
            }
            for (int j = i + 1; j < lines.size(); j++) {
                List<String> swapped = new ArrayList<>(lines);
                Collections.swap(swapped, i, j);
                assertThat(lineAfter(swapped)).isEqualTo(i + 1);
            }
        }
        assertThat(lineAfter(List.of())).isEqualTo(1);
        assertThat(lineAfter(lines.reversed())).isEqualTo(1);
    }

    @Test
    void aWellMadeLineInTheMiddleIsFoundByTheNext() throws IOException {
        for (int at = 0; at < lines.size(); at++) {
            Digest previous = at == 0 ? Entry.ORIGIN : digest(lines.get(at - 1));
            List<String> inserted = new ArrayList<>(lines);
            inserted.add(at, forged(at + 1, previous));
            assertThat(lineAfter(inserted)).isEqualTo(at + 2);
            List<String> replaced = new ArrayList<>(lines);
            replaced.set(at, forged(at + 1, previous));
            // The last line has no next: the head tells.
            assertThat(lineAfter(replaced)).isEqualTo(Math.min(at + 2, 5));
        }
    }

    private static Digest digest(String line) {
        String key = "\"digest\":\"";
        int start = line.indexOf(key) + key.length();
        return new Digest(line.substring(start, start + 64));
    }

    private static String forged(long sequence, Digest previous) {
        byte[] line = Entry.next(sequence, Bodies.NOON, Bodies.finding("forged"), previous)
                .line();
        return new String(line, StandardCharsets.UTF_8).strip();
    }

    @Test
    void anotherSpellingOfTheSameValuesIsFound() throws IOException {
        for (String other : List.of(
                lines.getFirst() + "  ",
                lines.getFirst() + "\r",
                "  " + lines.getFirst(),
                lines.getFirst().replace("\"kind\":", "\"kind\": "),
                lines.getFirst().replace("\"sequence\":1", "\"sequence\":1.0"),
                lines.getFirst().replace("\"sequence\":1", "\"sequence\":\"1\""),
                lines.getFirst().replace("\"kind\":\"plan\"", "\"kind\":null"),
                lines.getFirst().replace("\"kind\":\"plan\"", "\"kind\":\"\\u0070lan\""),
                lines.getFirst().replace("\"kind\":\"plan\"", "\"kind\":\"plan\",\"more\":1"),
                lines.getFirst().replace("\"kind\":\"plan\"", "\"kind\":\"plan\",\"kind\":\"plan\""),
                lines.getFirst().replace("\"kind\":\"plan\",", ""),
                lines.getFirst().replace("12:00:00Z", "12:00:00.000Z"),
                "",
                "null",
                "7",
                "[]",
                "{}",
                "[".repeat(5000),
                "\u0000".repeat(20))) {
            List<String> changed = new ArrayList<>(lines);
            changed.set(0, other);
            assertThat(lineAfter(changed)).as(other).isEqualTo(1);
        }
    }

    @Test
    void everyChangeToTheHeadIsFound() throws IOException {
        for (int i = 0; i < headBytes.length; i++) {
            for (byte other : new byte[] {(byte) (headBytes[i] ^ 1), '0', ' '}) {
                if (other != headBytes[i]) {
                    byte[] changed = headBytes.clone();
                    changed[i] = other;
                    headFault(changed);
                }
            }
            headFault(Arrays.copyOf(headBytes, i));
        }
        headFault(Arrays.copyOf(headBytes, headBytes.length + 1));
        assertThat(headFault("{}".getBytes(StandardCharsets.UTF_8)).expected()).isEqualTo("a readable head");
    }

    private Fault headFault(byte[] changed) throws IOException {
        Files.write(head, changed);
        Fault fault = Ledger.verify(path).fault().orElseThrow();
        assertThatThrownBy(() -> Ledger.open(path)).isInstanceOf(IOException.class);
        assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
        return fault;
    }

    @Test
    void aMissingHeadIsFoundAndNotMadeUp() throws IOException {
        Files.delete(head);
        assertThat(Ledger.verify(path).fault()).contains(new Fault(6, "a file " + head, "none"));
        assertThatThrownBy(() -> Ledger.open(path))
                .isInstanceOf(LedgerException.class)
                .hasMessage(path + " has entries, but " + head + " is missing; restore it from a copy");
        assertThat(head).doesNotExist();
    }

    @Test
    void aMissingLedgerIsFoundByItsHead() throws IOException {
        Files.delete(path);
        assertThatThrownBy(() -> Ledger.open(path))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("line 1: expected 5 entries as the head says, found 0 entries");
    }

    @Test
    void anOldCopyIsFoundByTheDigestKeptElsewhere() throws IOException {
        Digest kept = Ledger.verify(path).head();
        Files.write(path, text(lines.subList(0, 4)));
        new Head(4, digest(lines.get(3))).write(path);
        Verification old = Ledger.verify(path);
        assertThat(old.intact()).as("the chain has no secret").isTrue();
        assertThat(old.head()).isNotEqualTo(kept);
    }
}
