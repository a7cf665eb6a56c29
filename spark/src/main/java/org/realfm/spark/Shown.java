package org.realfm.spark;

import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.realfm.assess.Engine.Asked;
import org.realfm.imaging.pictures.PictureFile;
import org.realfm.ledger.Digest;
import org.realfm.models.Output;
import org.realfm.models.onnx.OnnxSpec;
import org.realfm.tables.BadInput;

/// What goes to an executor and what comes back. Neither holds the name of a case or of a patient.
interface Shown {

    /// A network that executors run.
    ///
    /// @param scorer what it must be once it is open
    /// @param spec   what it is, with its file as this process has it
    /// @param file   the name under which Spark hands its file to executors
    record Network(Digest scorer, OnnxSpec spec, String file) {}

    /// Where a picture is.
    ///
    /// @param content the digest of what the process that runs the assessment found there
    record Place(PictureFile file, Digest content) {}

    /// A chunk to be shown.
    ///
    /// @param places where the pictures of its rows are
    /// @param most   stimuli in a batch
    record Task(Asked asked, Map<Integer, Place> places, int most) {}

    /// What came of it.
    ///
    /// @param executor who has shown it
    /// @param opened   how many networks it had to open first
    /// @param said     by scorer and stimulus
    /// @param fault    what went wrong with the run, if anything did; then nothing was said
    record Reply(String executor, int opened, SequencedMap<Digest, Map<Digest, Output>> said, Optional<Fault> fault) {}

    /// What went wrong with the run.
    ///
    /// @param mendable whether the user can mend it; otherwise it is a fault of realfm
    record Fault(String where, String what, String remedy, boolean mendable) {

        static Fault of(RuntimeException e) {
            return e instanceof BadInput bad
                    ? new Fault(bad.where(), bad.what(), bad.remedy(), true)
                    : new Fault("", e + (e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0]), "", false);
        }

        RuntimeException exception() {
            return mendable ? new BadInput(where, what, remedy) : new IllegalStateException("on an executor: " + what);
        }
    }
}
