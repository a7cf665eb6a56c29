package org.realfm.ledger.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.realfm.ledger.Digest;
import org.realfm.ledger.chain.Verification.Fault;

/// What the bytes of a ledger amount to: the entries up to the first that is wrong, and what is wrong with it.
///
/// @param entries     that are intact and continue one another
/// @param intactBytes how many bytes they take
/// @param fault       of the first line that is not; empty if there is none
/// @param torn        whether that line is no whole entry, as a crash may leave it
record Chain(List<Entry> entries, int intactBytes, Optional<Fault> fault, boolean torn) {

    static Chain read(byte[] bytes) {
        List<Entry> entries = new ArrayList<>();
        Digest previous = Entry.ORIGIN;
        int start = 0;
        while (start < bytes.length) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            long line = entries.size() + 1L;
            if (end == bytes.length) {
                Fault fault = new Fault(line, "a line feed at the end", "a fragment of " + (end - start) + " bytes");
                return new Chain(entries, start, Optional.of(fault), true);
            }
            try {
                Entry entry = Entry.parse(Arrays.copyOfRange(bytes, start, end));
                Optional<Fault> fault = outOfPlace(entry, line, previous);
                if (fault.isPresent()) {
                    return new Chain(entries, start, fault, false);
                }
                entries.add(entry);
                previous = entry.digest();
            } catch (Entry.MalformedException e) {
                Fault fault = new Fault(line, "an entry with its own digest", String.valueOf(e.getMessage()));
                return new Chain(entries, start, Optional.of(fault), true);
            }
            start = end + 1;
        }
        return new Chain(entries, start, Optional.empty(), false);
    }

    private static Optional<Fault> outOfPlace(Entry entry, long line, Digest previous) {
        if (entry.sequence() != line) {
            return Optional.of(new Fault(line, "entry " + line, "entry " + entry.sequence()));
        }
        return entry.previous().equals(previous)
                ? Optional.empty()
                : Optional.of(new Fault(
                        line, "previous " + previous.brief(), "previous " + entry.previous().brief()));
    }

    /// How far the intact entries reach.
    Head head() {
        return entries.isEmpty()
                ? Head.EMPTY
                : new Head(entries.size(), entries.getLast().digest());
    }

    /// Whether it is what was appended up to this head, and beyond it at most what a crash may leave.
    boolean continues(Head head) {
        return (fault.isEmpty() || torn)
                && head.entries() <= entries.size()
                && head.digest().equals(digestOf(head.entries()));
    }

    private Digest digestOf(long entry) {
        return entry == 0 ? Entry.ORIGIN : entries.get((int) entry - 1).digest();
    }

    /// The first difference from a sound chain that ends at this head.
    Optional<Fault> compare(Head head) {
        if (fault.isPresent()) {
            return fault;
        }
        if (head().equals(head)) {
            return Optional.empty();
        }
        long line = Math.min(head.entries(), entries.size()) + 1;
        return head.entries() == entries.size()
                ? Optional.of(new Fault(
                        head.entries(),
                        "digest " + head.digest().brief() + " as the head says",
                        head().digest().brief()))
                : Optional.of(new Fault(line, head.entries() + " entries as the head says", entries.size() + " entries"));
    }
}
