package org.realfm.stats.readers;

/// Mean squares of the analysis of variance of pseudovalues over two modalities (T), readers (R) and cases (C).
///
/// Source: Gallas, Bandos, Samuelson & Wagner 2009, doi:10.1080/03610920802610084.
public record MeanSquares(double r, double c, double tr, double tc, double rc, double trc) {}
