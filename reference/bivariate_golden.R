# Reference values for the bivariate meta-analysis of sensitivity and specificity, from R's metafor (rma.mv, REML,
# unstructured between-site covariance).
#
# Usage: Rscript reference/bivariate_golden.R     (from the root of the repository)
# Debian packages: r-base-core r-cran-metafor
suppressPackageStartupMessages(library(metafor))
sets <- list(
  spread = data.frame(tp = c(45, 88, 30, 120, 51, 70, 62, 40), fn = c(5, 22, 3, 10, 19, 8, 15, 12),
                      tn = c(150, 300, 80, 260, 190, 95, 140, 210), fp = c(20, 15, 12, 60, 8, 22, 30, 25)),
  zero = data.frame(tp = c(20, 41, 15, 33, 28), fn = c(0, 4, 2, 5, 1),
                    tn = c(60, 75, 44, 90, 52), fp = c(6, 3, 9, 4, 12)),
  alike = data.frame(tp = c(90, 91, 89, 90, 92), fn = c(10, 9, 11, 10, 8),
                     tn = c(180, 182, 181, 179, 183), fp = c(20, 18, 19, 21, 17)))
out <- c("name,value")
put <- function(name, x) for (i in seq_along(x))
  out <<- c(out, paste0(name, ".", i - 1, ",", format(x[i], digits = 15)))
for (name in names(sets)) {
  d <- sets[[name]]
  if (any(d == 0)) d <- d + 0.5
  k <- nrow(d)
  y <- c(rbind(log(d$tp / d$fn), log(d$tn / d$fp)))
  v <- c(rbind(1 / d$tp + 1 / d$fn, 1 / d$tn + 1 / d$fp))
  long <- data.frame(y, v, outcome = factor(rep(c("se", "sp"), k), c("se", "sp")), site = rep(seq_len(k), each = 2))
  fit <- rma.mv(y, v, mods = ~ outcome - 1, random = ~ outcome | site, struct = "UN", data = long, method = "REML",
                control = list(optimizer = "optim", optmethod = "Nelder-Mead", reltol = 1e-14, maxit = 20000))
  b <- as.numeric(coef(fit)); se <- sqrt(diag(vcov(fit)))
  put(paste0(name, ".logits"), b)
  put(paste0(name, ".tau2"), fit$tau2)
  put(paste0(name, ".rho"), fit$rho)
  for (j in 1:2) {
    which <- c("sensitivity", "specificity")[j]
    put(paste0(name, ".", which), plogis(b[j] + c(0, -1, 1) * qnorm(0.975) * se[j]))
    put(paste0(name, ".new.", which), plogis(b[j] + c(0, -1, 1) * qt(0.975, k - 2) * sqrt(fit$tau2[j] + se[j]^2)))
  }
  put(paste0(name, ".loglik"), as.numeric(logLik(fit)))
}
writeLines(out, "stats/src/test/resources/golden/bivariate.csv")
