package org.realfm.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.ledger.Digest;
import org.realfm.ledger.chain.CrashingDisk.PowerLoss;
import org.realfm.ledger.chain.CrashingDisk.Unforced;
import org.realfm.ledger.chain.Verification.Fault;

/// Whatever a crash leaves, every entry whose append had returned is there, and the ledger goes on.
class CrashTest {

    @TempDir
    private Path folder;

    private Path path;
    private List<Entry> entries;

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("ledger.jsonl");
        entries = Bodies.write(path);
    }

    /// Appends entries of each kind, alone and together, and says which of them had been appended when the power went.
    private static List<Digest> appendAll(CrashingDisk disk) throws IOException {
        List<Digest> appended = new ArrayList<>();
        try (Ledger ledger = Ledger.open(new DiskFileSystem(disk).getPath("ledger.jsonl"), Bodies.CLOCK)) {
            appended.add(ledger.append(Bodies.plan()).digest());
            appended.add(ledger.append(Bodies.unblinding()).digest());
            appended.addAll(Bodies.digests(ledger.append(Bodies.each())));
            appended.add(ledger.append(Bodies.finding("last")).digest());
        } catch (PowerLoss e) {
            assertThat(disk.hasPower()).isFalse();
        }
        return appended;
    }

    @Test
    void noAppendedEntryIsLostWheneverThePowerGoesAndWhateverTheDiskForgets() throws IOException {
        int crashes = 0;
        int adopted = 0;
        for (int steps = 0; ; steps++) {
            CrashingDisk disk = new CrashingDisk(steps);
            List<Digest> appended = appendAll(disk);
            for (Unforced unforced : Unforced.values()) {
                for (boolean namesKept : new boolean[] {true, false}) {
                    String when = "after " + steps + " steps, " + unforced + ", names kept: " + namesKept;
                    List<Digest> left = reopened(disk.restarted(unforced, namesKept, Integer.MAX_VALUE), when);
                    assertThat(left).as(when).hasSizeGreaterThanOrEqualTo(appended.size());
                    assertThat(left.subList(0, appended.size())).as(when).isEqualTo(appended);
                    assertThat(left.size()).as(when).isLessThanOrEqualTo(appended.size() + 5);
                    adopted += left.size() - appended.size();
                    crashes++;
                }
            }
            if (disk.hasPower()) {
                assertThat(appended).hasSize(8);
                break;
            }
        }
        assertThat(crashes).as("crashes tried").isGreaterThan(300);
        assertThat(adopted).as("whole lines adopted").isPositive();
    }

    /// The entries of a disk after a crash; the ledger is repaired, appended to and verified.
    private static List<Digest> reopened(CrashingDisk disk, String when) throws IOException {
        Path path = new DiskFileSystem(disk).getPath("ledger.jsonl");
        List<Digest> left;
        Entry next;
        try (Ledger ledger = Ledger.open(path, Bodies.CLOCK)) {
            left = Bodies.digests(ledger.entries());
            next = ledger.append(Bodies.unblinding());
        }
        Verification verification = Ledger.verify(path);
        assertThat(verification)
                .as(when)
                .isEqualTo(new Verification(left.size() + 1L, next.digest(), Optional.empty()));
        return left;
    }

    @Test
    void aSecondCrashDuringTheRepairLosesNothingEither() throws IOException {
        for (int steps = 0; ; steps++) {
            CrashingDisk disk = new CrashingDisk(steps);
            List<Digest> appended = appendAll(disk);
            for (int more = 0; more < 12; more++) {
                CrashingDisk again = disk.restarted(Unforced.HALF, true, more);
                try {
                    Ledger.open(new DiskFileSystem(again).getPath("ledger.jsonl"), Bodies.CLOCK).close();
                } catch (PowerLoss e) {
                    assertThat(again.hasPower()).isFalse();
                }
                for (Unforced unforced : Unforced.values()) {
                    String when = "after " + steps + " and " + more + " steps, " + unforced;
                    List<Digest> left = reopened(again.restarted(unforced, false, Integer.MAX_VALUE), when);
                    assertThat(left).as(when).hasSizeGreaterThanOrEqualTo(appended.size());
                    assertThat(left.subList(0, appended.size())).as(when).isEqualTo(appended);
                }
            }
            if (disk.hasPower()) {
                return;
            }
        }
    }

    @Test
    void aFragmentIsReportedByVerificationAndCutOffByOpening() throws IOException {
        byte[] whole = Files.readAllBytes(path);
        byte[] next = Entry.next(6, Bodies.NOON, Bodies.finding("unfinished"), entries.getLast().digest()).line();
        for (int length = 1; length < next.length; length += 37) {
            Files.write(path, joined(whole, Arrays.copyOf(next, length)));
            assertThat(Ledger.verify(path).fault())
                    .contains(new Fault(6, "a line feed at the end", "a fragment of " + length + " bytes"));
            assertThat(Ledger.verify(path).entries()).isEqualTo(5);
            try (Ledger ledger = Ledger.open(path, Bodies.CLOCK)) {
                assertThat(Bodies.digests(ledger.entries())).isEqualTo(Bodies.digests(entries));
            }
            assertThat(Files.readAllBytes(path)).isEqualTo(whole);
        }
    }

    @Test
    void aWholeLineThatWasNotCountedIsReportedByVerificationAndAdoptedByOpening() throws IOException {
        Entry next = Entry.next(6, Bodies.NOON, Bodies.finding("written, not counted"), entries.getLast().digest());
        Files.write(path, joined(Files.readAllBytes(path), next.line()));
        assertThat(Ledger.verify(path).fault())
                .contains(new Fault(6, "5 entries as the head says", "6 entries"));
        try (Ledger ledger = Ledger.open(path, Bodies.CLOCK)) {
            assertThat(ledger.entries()).hasSize(6).last().extracting(Entry::digest).isEqualTo(next.digest());
        }
        assertThat(Ledger.verify(path).intact()).isTrue();
    }

    @Test
    void wholeLinesOfAnUnfinishedAppendAreAdoptedAndItsFragmentIsCutOff() throws IOException {
        Entry one = Entry.next(6, Bodies.NOON, Bodies.finding("one"), entries.getLast().digest());
        Entry two = Entry.next(7, Bodies.NOON, Bodies.finding("two"), one.digest());
        byte[] whole = Files.readAllBytes(path);
        Files.write(path, joined(joined(whole, one.line()), joined(two.line(), new byte[] {'{'})));
        assertThat(Ledger.verify(path).fault().orElseThrow().line()).isEqualTo(8);
        try (Ledger ledger = Ledger.open(path, Bodies.CLOCK)) {
            assertThat(ledger.head()).isEqualTo(two.digest());
        }
        assertThat(Ledger.verify(path).entries()).isEqualTo(7);
    }

    @Test
    void linesBeyondTheHeadThatDoNotContinueTheChainAreNotTheWorkOfACrash() throws IOException {
        byte[] whole = Files.readAllBytes(path);
        Entry foreign = Entry.next(6, Bodies.NOON, Bodies.finding("one"), entries.getFirst().digest());
        for (byte[] more : List.of(foreign.line(), entries.getLast().line(), entries.getFirst().line())) {
            Files.write(path, joined(whole, more));
            assertThatThrownBy(() -> Ledger.open(path)).isInstanceOf(LedgerException.class);
            assertThat(Files.readAllBytes(path)).isEqualTo(joined(whole, more));
        }
    }

    @Test
    void afterAFailedAppendNothingMoreIsWrittenUntilItIsOpenedAgain() throws IOException {
        // Power comes back at once, but the line is half written.
        CrashingDisk disk = new CrashingDisk(Integer.MAX_VALUE);
        Path disked = new DiskFileSystem(disk).getPath("ledger.jsonl");
        Ledger ledger = Ledger.open(disked, Bodies.CLOCK);
        Entry first = ledger.append(Bodies.plan());
        disk.failAfter(1);
        assertThatThrownBy(() -> ledger.append(Bodies.finding("half"))).isInstanceOf(PowerLoss.class);
        disk.failAfter(Integer.MAX_VALUE);
        assertThatThrownBy(() -> ledger.append(Bodies.finding("next")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("open it again");
        ledger.close();
        try (Ledger again = Ledger.open(disked, Bodies.CLOCK)) {
            assertThat(Bodies.digests(again.entries())).containsExactly(first.digest());
            again.append(Bodies.finding("next"));
        }
        assertThat(Ledger.verify(disked).intact()).isTrue();
    }

    private static byte[] joined(byte[] one, byte[] two) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(one);
        joined.writeBytes(two);
        return joined.toByteArray();
    }
}
