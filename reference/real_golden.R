# Reference values on real data: pROC, rms, glm and sandwich on 3,000 chest films (biomedia-mira/cxr-foundation-bias).
#
# Usage: REALFM_SHARED_DATA=... Rscript reference/real_golden.R     (from the root of the repository)
# Debian packages: r-base-core r-cran-proc r-cran-rms r-cran-sandwich
suppressPackageStartupMessages({library(pROC); library(rms); library(sandwich)})
source("reference/golden.R")
shared <- Sys.getenv("REALFM_SHARED_DATA", "../shared/data")
d <- read.csv(file.path(shared, "cxr-foundation/samples/chexpert-model.embeddings.csv"), check.names = FALSE)
y <- as.integer(d$disease == "Pleural Effusion")
s <- d[["Logit - Pleural Effusion"]]
other <- -d[["Logit - No Finding"]]
p <- plogis(s)
patient <- d$patient_id
a <- roc(y, s, direction = "<", quiet = TRUE)
b <- roc(y, other, direction = "<", quiet = TRUE)
put("auroc", as.numeric(ci.auc(a))[c(2, 1, 3)])
test <- roc.test(a, b, method = "delong", paired = TRUE)
put("difference", c(as.numeric(auc(a)) - as.numeric(auc(b)), as.numeric(test$conf.int)))
put("partial", c(auc(a, partial.auc = c(1, 0.9)), auc(a, partial.auc = c(1, 0.9), partial.auc.correct = TRUE)))
k <- coords(a, "all", ret = c("threshold", "sensitivity", "specificity"), transpose = FALSE)
put("specificity-at-90", max(k$specificity[k$sensitivity >= 0.9]))
v <- val.prob(p, y, pl = FALSE)
put("val.prob", as.numeric(v[c("Brier", "Intercept", "Slope", "S:z", "S:p")]))
tight <- glm.control(epsilon = 1e-15, maxit = 100)
lp <- qlogis(pmin(pmax(p, 1e-15), 1 - 1e-15))
slope <- glm(y ~ lp, binomial, control = tight)
wald <- function(fit, which) {
  half <- qnorm(0.975) * sqrt(vcovCL(fit, patient, type = "HC0", cadjust = TRUE)[which, which])
  coef(fit)[which] + c(0, -half, half)
}
put("slope", wald(slope, 2))
put("large", wald(glm(y ~ 1, binomial, offset = lp, control = tight), 1))
put("temperature", 1 / wald(glm(y ~ 0 + lp, binomial, control = tight), 1)[c(1, 3, 2)])
finish("real_r.csv")
