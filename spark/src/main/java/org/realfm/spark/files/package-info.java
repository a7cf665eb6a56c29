/// Files on Hadoop's file systems as paths of Java, to be read only: `HadoopFiles` opens the path of a URI, `HadoopReads` reads it.
/// What reads a file of this machine so reads one of HDFS or of an object store, here and on executors.
@NullMarked
package org.realfm.spark.files;

import org.jspecify.annotations.NullMarked;
