package org.realfm.imaging.dicomweb;

import java.io.IOException;

/// An answer that came whole but is not what it should be: asking again would not help.
final class MalformedAnswer extends IOException {

    private static final long serialVersionUID = 1L;

    /// @param what goes on from "the answer"; repeats nothing that the server said
    MalformedAnswer(String what) {
        super(what);
    }
}
