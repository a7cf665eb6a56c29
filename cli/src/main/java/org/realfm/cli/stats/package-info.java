/// The verb `stats`: one statistic of a table, with its interval. [org.realfm.cli.stats.Stats] lists the families; each is
/// a class that reads columns ([org.realfm.cli.stats.Rows]), calls kernels of `org.realfm.stats`, and fills an
/// [org.realfm.cli.stats.Answer], which is printed as text, JSON or a picture. Nothing is computed here.
@NullMarked
package org.realfm.cli.stats;

import org.jspecify.annotations.NullMarked;
