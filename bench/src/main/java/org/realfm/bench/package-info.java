/// How fast kernels and readers are, against what people use now. [org.realfm.bench.Races] runs every race in turn on the same
/// data as its peers, checks that all find the same numbers, and prints both times and their ratio; `bench/races.sh` starts
/// it. [org.realfm.bench.KernelBenchmark] are JMH benchmarks, for work on a kernel.
@NullMarked
package org.realfm.bench;

import org.jspecify.annotations.NullMarked;
