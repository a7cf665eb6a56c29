# Reference values for calibration from R: rms (Spiegelhalter's test), glm (recalibration), sandwich.
#
# Usage: Rscript reference/calibration_golden.R     (from the root of the repository, after stats_golden.py)
# Debian packages: r-base-core r-cran-rms r-cran-sandwich
suppressPackageStartupMessages({library(rms); library(sandwich)})
source("reference/golden.R")
d <- read.csv(paste0(golden, "sample.csv"))
d$lp <- qlogis(d$risk)
v <- val.prob(d$risk, d$truth, pl = FALSE)
put("spiegelhalter", as.numeric(v[c("S:z", "S:p")]))
tight <- glm.control(epsilon = 1e-15, maxit = 100)
wald <- function(fit, which, cluster) {
  b <- coef(fit)[which]
  s <- sqrt(vcovCL(fit, cluster, type = "HC0", cadjust = TRUE)[which, which])
  c(b, b - qnorm(0.975) * s, b + qnorm(0.975) * s)
}
t <- wald(glm(truth ~ 0 + lp, binomial, d, control = tight), 1, d$cluster)
put("temperature", c(1 / t[1], 1 / t[3], 1 / t[2]))
p <- sum(d$truth)
n <- sum(1 - d$truth)
target <- ifelse(d$truth == 1, (p + 1) / (p + 2), 1 / (n + 2))
smooth <- suppressWarnings(glm(target ~ d$lp, binomial, control = tight))
put("platt-intercept", wald(smooth, 1, d$cluster))
put("platt-slope", wald(smooth, 2, d$cluster))
put("platt", plogis(coef(smooth)[1] + coef(smooth)[2] * qlogis(c(0.05, 0.5, 0.9))))
finish("calibration_r.csv")
