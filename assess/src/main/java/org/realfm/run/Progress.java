package org.realfm.run;

/// Who is told how far a run has come. Calls come from one thread, in order.
public interface Progress {

    /// A stage begins.
    ///
    /// @param name  in words, for example `showing films`
    /// @param total how many steps it has; 0 where that is not known
    void stage(String name, long total);

    /// Some steps of the stage are done.
    void done(long steps);

    /// A model gave no usable answer this many times more, in this stage.
    default void failed(long times) {}

    /// Something a user should know, in one line.
    void note(String line);

    /// Nobody is told.
    Progress SILENT = new Progress() {
        @Override
        public void stage(String name, long total) {}

        @Override
        public void done(long steps) {}

        @Override
        public void note(String line) {}
    };
}
