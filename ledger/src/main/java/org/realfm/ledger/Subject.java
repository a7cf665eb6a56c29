package org.realfm.ledger;

/// What is judged. Anything that, if changed, voids old evidence is part of its digest; what it is called is not.
///
/// @param model         its name in the study file
/// @param weights       of the model artefact
/// @param prompt        of the prompt template; the digest of the empty text where there is none
/// @param preprocessing of how pictures become model input
/// @param threshold     the locked operating point on the score
/// @param runtime       what computes it, with version and precision
public record Subject(
        String model, Digest weights, Digest prompt, Digest preprocessing, double threshold, String runtime) {

    /// Identity of this subject.
    public Digest digest() {
        return Digest.of(weights.hex(), prompt.hex(), preprocessing.hex(), Double.toString(threshold), runtime);
    }

    /// Identity of what turns a picture into a score: the subject without its operating point.
    public Digest scorer() {
        return Digest.of(weights.hex(), prompt.hex(), preprocessing.hex(), runtime);
    }
}
