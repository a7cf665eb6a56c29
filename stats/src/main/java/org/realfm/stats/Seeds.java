package org.realfm.stats;

/// Where all randomness comes from: one seed for the study, from which every use derives its own.
///
/// Two uses with different names or indices get unrelated streams, and a use gets the same stream whatever else was
/// drawn before it, so results do not depend on order or threads.
public final class Seeds {

    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private Seeds() {}

    /// The seed of one use of randomness.
    ///
    /// @param seed  the seed of the study
    /// @param id    what the randomness is for, for example the id of a criterion
    /// @param index which of several such uses, for example the replicate
    public static long derive(long seed, String id, long index) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * FNV_PRIME;
        }
        return SplitMix.mix(SplitMix.mix(SplitMix.mix(seed) + hash) + index);
    }

    /// A fresh generator on [#derive(long, String, long)].
    public static SplitMix generator(long seed, String id, long index) {
        return new SplitMix(derive(seed, id, index));
    }
}
