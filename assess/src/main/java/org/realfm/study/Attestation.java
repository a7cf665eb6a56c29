package org.realfm.study;

import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import org.realfm.ledger.CriterionId;

/// What a named person states, instead of what was measured (CRITERIA 0.4, SCORING 7).
///
/// @param criterion which question it answers
/// @param statement what is stated
/// @param name      who states it
/// @param role      in which role
/// @param dated     when
/// @param expires   until when; at most twelve months later
/// @param interest  the conflict of interest, or that there is none
/// @param falsifier what would show it wrong
/// @param model     the one model that it is about; empty if about all of the study
/// @param version   digest, or the beginning of it, of the version that it is about; another version voids it
public record Attestation(
        CriterionId criterion,
        String statement,
        String name,
        String role,
        LocalDate dated,
        LocalDate expires,
        String interest,
        String falsifier,
        Optional<String> model,
        Optional<String> version) {

    /// How long a statement lives at most.
    static final Period LIFE = Period.ofMonths(12);

    /// Whether it still stands on a day.
    public boolean standsOn(LocalDate day) {
        return !day.isAfter(expires);
    }
}
