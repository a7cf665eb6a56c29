package org.realfm.run;

import java.util.Collection;
import java.util.Map;
import org.realfm.ledger.Digest;

/// The features that a model gave of cases as they are. They are most of the bytes that a model says, so that they are not
/// held but read when a criterion asks for them: it asks for few.
public interface Features {

    /// Whether the model gave features of a stimulus.
    boolean has(Digest stimulus);

    /// The features of these stimuli, of those that have some.
    Map<Digest, float[]> of(Collection<Digest> stimuli);

    /// No features.
    Features NONE = new Features() {
        @Override
        public boolean has(Digest stimulus) {
            return false;
        }

        @Override
        public Map<Digest, float[]> of(Collection<Digest> stimuli) {
            return Map.of();
        }
    };
}
