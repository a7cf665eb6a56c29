/// What is judged, what was found, and what may follow from it.
///
/// A guided tour, in the order in which a study passes through:
///
/// 1. [IntendedUse] is the claim, [Subject] is what is judged; the [Digest] of a subject binds evidence to it.
/// 2. [Catalogue] lists the ninety questions; [Applicability] says which of them arise for a use, and whether as a
///    [Tier#GATE], a [Tier#MAJOR] or a [Tier#MINOR].
/// 3. A [Finding] is one answer: a [Grade] (where the evidence came from) and an [Outcome] (what it says), never merged
///    into one number.
/// 4. `org.realfm.ledger.verdict` turns findings into one of the verdicts V0 to V5.
/// 5. `org.realfm.ledger.chain` keeps them: an append-only, hash-chained file, and the rules by which evidence expires.
@NullMarked
package org.realfm.ledger;

import org.jspecify.annotations.NullMarked;
