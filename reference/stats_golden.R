# Reference values for the statistical kernels from R: pROC (DeLong, partial AUROC), glm, p.adjust.
#
# Usage: Rscript reference/stats_golden.R     (from the root of the repository, after stats_golden.py)
# Debian packages: r-base-core r-cran-proc
suppressPackageStartupMessages({library(pROC); library(splines)})
golden <- "stats/src/test/resources/golden/"
d <- read.csv(paste0(golden, "sample.csv"))
out <- c()
put <- function(name, x) {
  for (i in seq_along(x)) {
    key <- if (length(x) > 1) paste0(name, ".", i - 1) else name
    out <<- c(out, paste0(key, ",", format(x[i], digits = 17)))
  }
}
a <- roc(d$truth, d$score, direction = "<", quiet = TRUE)
b <- roc(d$truth, d$other, direction = "<", quiet = TRUE)
put("auroc", c(as.numeric(auc(a)), var(a), as.numeric(ci.auc(a))[c(1, 3)]))
put("auroc-covariance", cov(a, b))
test <- roc.test(a, b, method = "delong", paired = TRUE)
put("auroc-difference", c(as.numeric(auc(a)) - as.numeric(auc(b)), as.numeric(test$conf.int), test$p.value))
put("partial-auroc", auc(a, partial.auc = c(1, 0.8), partial.auc.correct = TRUE))
put("partial-auroc-inner", auc(a, partial.auc = c(0.95, 0.67), partial.auc.correct = TRUE))
tight <- glm.control(epsilon = 1e-15, maxit = 100)
d$lp <- qlogis(d$risk)
slope <- glm(truth ~ lp, binomial, d, control = tight)
put("slope", c(coef(slope)[2], sqrt(vcov(slope)[2, 2])))
large <- glm(truth ~ 1, binomial, d, offset = lp, control = tight)
put("intercept", c(coef(large)[1], sqrt(vcov(large)[1, 1])))
for (q in list(c(.1, .5, .9), c(.05, .35, .65, .95), c(.05, .275, .5, .725, .95))) {
  k <- quantile(d$lp, q)
  m <- length(k)
  basis <- ns(d$lp, knots = k[2:(m - 1)], Boundary.knots = k[c(1, m)])
  curve <- glm(d$truth ~ basis, binomial, control = tight)
  distance <- abs(d$risk - fitted(curve))
  put(paste0("curve.", m), c(mean(distance), as.numeric(quantile(distance, c(.5, .9), type = 1))))
}
p <- c(0.01, 0.04, 0.03, 0.005, 0.5, 0.04)
put("holm", p.adjust(p, "holm"))
put("bh", p.adjust(p, "BH"))
writeLines(c("name,value", out), paste0(golden, "r.csv"))
cat(length(out), "values\n")
