package org.realfm.imaging.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Bytes that this thread allocates, held against a bound.
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /// Something that is measured.
    public interface Step<R> {
        R run() throws Exception;
    }

    /// Runs a step, and once more if it allocates too much: the first time, classes may have been loaded.
    ///
    /// @param most bytes that it may allocate, also if it throws
    /// @throws AssertionError if it allocates more
    public static <R> R within(String what, long most, Step<R> step) throws Exception {
        try {
            return once(what, most, step);
        } catch (AssertionError e) {
            return once(what, most, step);
        }
    }

    private static <R> R once(String what, long most, Step<R> step) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return step.run();
        } finally {
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            require(allocated <= most, what + " allocates " + allocated + " bytes, more than " + most);
        }
    }

    private static void require(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(otherwise);
        }
    }
}
