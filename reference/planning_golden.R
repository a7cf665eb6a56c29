# Reference values for planning and for predictive values at another prevalence: mvtnorm, numDeriv.
#
# Usage: Rscript reference/planning_golden.R     (from the root of the repository)
# Debian packages: r-base-core r-cran-mvtnorm r-cran-numderiv
suppressPackageStartupMessages({library(mvtnorm); library(numDeriv)})
source("reference/golden.R")
both <- function(z) pmvnorm(upper = c(z, z), corr = matrix(c(1, 0.5, 0.5, 1), 2), algorithm = TVPACK(abseps = 1e-15))
for (a in c(0.5, 0.8, 0.95)) {
  q <- both(qnorm(a))
  put(paste0("delong.", a), sqrt((a * (1 - a) + 118 * (q - a^2)) / (40 * 80)))
}
error <- function(a, n) sqrt((a * (1 - a) + (n - 2) * (both(qnorm(a)) - a^2)) / (n * 0.2 * n * 0.8))
power <- function(n) {
  must <- uniroot(function(a) a - qnorm(0.975) * error(a, n) - 0.75, c(0.75, 1 - 1e-9), tol = 1e-14)$root
  pnorm((0.85 - must) / error(0.85, n))
}
put("auroc-met", power(200))
n <- 100:1000
put("auroc-to-meet", n[which(sapply(n, power) >= 0.9)[1]])

# Riley's variance of standardised net benefit by the delta method over the four multinomial cells
snb <- function(p, t) (p[1] - p[2] * t / (1 - t)) / (p[1] + p[3])  # true positives, false positives, false negatives
for (case in list(c(0.8, 0.7, 0.1, 0.08), c(0.95, 0.5, 0.4, 0.3))) {
  phi <- case[3]
  cells <- c(case[1] * phi, (1 - case[2]) * (1 - phi), (1 - case[1]) * phi)
  g <- grad(function(p) snb(p, case[4]), cells)
  v <- g %*% (diag(cells) - outer(cells, cells)) %*% g
  put(paste0("snb.", case[3]), ceiling(v / 0.05^2))
}
r <- matrix(c(1, 0.6, 0.2, 0.6, 1, 0.4, 0.2, 0.4, 1), 3)
reach <- c(0.10, 0.08, 0.05) * sqrt(250) / c(0.5, 0.45, 0.3) - qnorm(0.975)
set.seed(1)
put("joint", pmvnorm(upper = reach, corr = r, algorithm = GenzBretz(abseps = 1e-9, maxpts = 5e6)))

# predictive values at another prevalence (Mercaldo, Lau & Zhou): logit scale, delta method
interval <- function(f, se, sp, m, n) {
  g <- grad(f, c(se, sp))
  half <- qnorm(0.975) * sqrt(sum(g^2 * c(se * (1 - se) / m, sp * (1 - sp) / n)))
  plogis(f(c(se, sp)) + c(0, -half, half))
}
put("ppv", interval(function(x) qlogis(0.02 * x[1] / (0.02 * x[1] + 0.98 * (1 - x[2]))), 51 / 60, 106 / 120, 60, 120))
put("npv", interval(function(x) qlogis(0.98 * x[2] / (0.98 * x[2] + 0.02 * (1 - x[1]))), 51 / 60, 106 / 120, 60, 120))
finish("planning_r.csv")
