# Reference values for intraclass correlations (psych), weighted kappa (vcd) and limits of agreement (qt) from R.
#
# Usage: Rscript reference/agreement_golden.R     (from the root of the repository, after agreement_golden.py)
# Debian packages: r-base-core r-cran-psych r-cran-vcd
suppressPackageStartupMessages({library(psych); library(vcd)})
source("reference/golden.R")
d <- as.matrix(read.csv(paste0(golden, "measurements.csv")))
icc <- ICC(d, lmer = FALSE)$results
for (i in 1:6) put(paste0("icc.", icc$type[i]), c(icc$ICC[i], icc$`lower bound`[i], icc$`upper bound`[i]))
r <- read.csv(paste0(golden, "ratings.csv"))
counts <- table(factor(r$r0, 0:4), factor(r$r1, 0:4))
for (w in c("Equal-Spacing", "Fleiss-Cohen")) {
  k <- Kappa(counts, weights = w)
  put(paste0("vcd.", w), c(k$Weighted[[1]], k$Weighted[[1]] + c(-1, 1) * qnorm(0.975) * k$Weighted[[2]]))
}
k <- Kappa(counts)
put("vcd.unweighted", c(k$Unweighted[[1]], k$Unweighted[[1]] + c(-1, 1) * qnorm(0.975) * k$Unweighted[[2]]))
x <- d[, 1] - d[, 2]
n <- length(x); z <- qnorm(0.975)
ends <- sapply(c(0.025, 0.975), function(p) {
  uniroot(function(t) pt(t, n - 1, z * sqrt(n)) - p, c(0, 60), tol = 1e-13)$root
})
put("limit.upper", mean(x) + sd(x) * c(z, ends / sqrt(n)))
put("limit.lower", mean(x) - sd(x) * c(z, rev(ends) / sqrt(n)))
put("bias", c(mean(x), t.test(x)$conf.int))
finish("agreement_r.csv")
