# Reference values for the energy statistic (energy) and the mean discrepancy (kernlab) from R.
#
# Usage: Rscript reference/shift_golden.R     (from the root of the repository, after shift_golden.py)
# Debian packages: r-base-core r-cran-energy r-cran-kernlab
suppressPackageStartupMessages({library(energy); library(kernlab)})
source("reference/golden.R")
x <- as.matrix(read.csv(paste0(golden, "shift_first.csv")))
y <- as.matrix(read.csv(paste0(golden, "shift_second.csv")))
n <- nrow(x); m <- nrow(y)
put("energy.statistic", eqdist.e(rbind(x, y), c(n, m)))
# kernlab's kernel is exp(-sigma |x - y|^2); its first statistic is the root of the biased one. (Its third leaves out the
# pairs of one row of x and the row of y with the same number, and so is not the unbiased statistic of this library.)
s <- 1.7
put("kmmd.first", mmdstats(kmmd(x, y, kernel = "rbfdot", kpar = list(sigma = 1 / (2 * s^2))))[1])
put("ks.b", suppressWarnings(ks.test(x[, 2], y[, 2], exact = TRUE)$p.value))
finish("shift_r.csv")
