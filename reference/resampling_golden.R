# Reference values for the bootstrap, adjusted p-values and pooling of sites: boot, p.adjust, metafor.
#
# Usage: Rscript reference/resampling_golden.R     (from the root of the repository)
# Debian packages: r-base-core r-cran-boot r-cran-metafor r-cran-survival
#
# Writes boot.csv (40 ages of survival::veteran and how often each is in 999 replicates) and resampling_r.csv.
suppressPackageStartupMessages({library(boot); library(metafor)})
source("reference/golden.R")
x <- survival::veteran$karno[1:40] * survival::veteran$age[1:40] / 100
set.seed(20260808)
share <- function(x, f) sum(f * x) / sum(f)
statistic <- function(x, i) {
  f <- tabulate(i, length(x))
  m <- share(x, f)
  c(m, sum(f * (x - m)^2) / (length(x) * (length(x) - 1)))
}
b <- boot(x, statistic, R = 999)
counts <- boot.array(b)
write.table(rbind(x, counts), paste0(golden, "boot.csv"), sep = ",", row.names = FALSE, col.names = paste0("x", 1:40))
put("value", c(b$t0[1], sqrt(b$t0[2])))
put("percentile", boot.ci(b, type = "perc")$percent[4:5])
put("studentised", boot.ci(b, type = "stud")$student[4:5])
# boot interpolates between order statistics on the normal scale: its levels are taken, the quantile is type 6
L <- empinf(b, type = "jack")
a <- sum(L^3) / (6 * sum(L^2)^1.5)
w <- qnorm(sum(b$t[, 1] < b$t0[1]) / b$R)
z <- w + qnorm(c(0.025, 0.975))
level <- pnorm(w + z / (1 - a * z))
stopifnot(all.equal(boot.ci(b, type = "bca", L = L)$bca[4:5], boot:::norm.inter(b$t[, 1], level)[, 2]))
put("bca", quantile(b$t[, 1], level, type = 6))
put("acceleration", a)
p <- c(0.01, 0.04, 0.03, 0.005, 0.5, 0.04)
put("by", p.adjust(p, "BY"))
y <- c(0.62, 0.10, 0.45, -0.05, 0.80, 0.31)
s <- c(0.15, 0.22, 0.10, 0.30, 0.25, 0.12)
fit <- rma(y, sei = s, method = "REML", test = "knha", control = list(threshold = 1e-14, maxiter = 1000))
put("meta", c(fit$b, fit$ci.lb, fit$ci.ub, fit$tau2, fit$I2 / 100, fit$QE))
half <- qt(0.975, length(y) - 2) * sqrt(fit$tau2 + fit$se^2)
put("meta-prediction", c(fit$b - half, fit$b + half))
finish("resampling_r.csv")
