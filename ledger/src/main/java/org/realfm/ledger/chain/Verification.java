package org.realfm.ledger.chain;

import java.util.Optional;
import org.realfm.ledger.Digest;

/// Whether a ledger is, byte for byte, what was appended to it.
///
/// @param entries how many entries are intact, counted from the first
/// @param head    digest of the last of them. Kept elsewhere (a report, a mail, a time-stamping service) it also shows
///                when somebody rewrote the ledger and its head together
/// @param fault   the first thing that is wrong; empty if nothing is
public record Verification(long entries, Digest head, Optional<Fault> fault) {

    /// What is wrong.
    ///
    /// @param line     of the ledger, from 1; one past the last if something is missing at the end
    /// @param expected what should stand there
    /// @param found    what stands there
    public record Fault(long line, String expected, String found) {
        @Override
        public String toString() {
            return "line " + line + ": expected " + expected + ", found " + found;
        }
    }

    /// Whether nothing is wrong.
    public boolean intact() {
        return fault.isEmpty();
    }
}
