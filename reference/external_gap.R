# Golden values of tech.robustness.external_gap: four sites with deterministic scores.
#   Rscript reference/external_gap.R > assess/src/test/resources/org/realfm/criteria/technical/external-gap.csv
# Well score logit((i - 0.5) / n), sick the same plus a shift; a score of at least 1 is called positive.
suppressMessages(library(metafor))

sites <- data.frame(
  site = c("a", "b", "c", "d"),
  sick = c(40, 60, 50, 30),
  well = c(80, 60, 90, 50),
  shift = c(3.0, 2.4, 2.8, 3.5)
)
quantiles <- function(n) qlogis((seq_len(n) - 0.5) / n)

auroc <- function(sick, well) {
  # DeLong by its definition: placements, and the variances of their means.
  v10 <- sapply(sick, function(s) mean((s > well) + 0.5 * (s == well)))
  v01 <- sapply(well, function(w) mean((sick > w) + 0.5 * (sick == w)))
  c(mean(v10), sqrt(var(v10) / length(sick) + var(v01) / length(well)))
}
measures <- t(sapply(seq_len(nrow(sites)), function(i) {
  sick <- quantiles(sites$sick[i]) + sites$shift[i]
  well <- quantiles(sites$well[i])
  a <- auroc(sick, well)
  x <- sum(sick >= 1); n <- length(sick)
  y <- sum(well < 1); m <- length(well)
  p <- (x + 0.5) / (n + 1); q <- (y + 0.5) / (m + 1)
  c(auroc = qlogis(a[1]), auroc_se = a[2] / (a[1] * (1 - a[1])),
    sensitivity = qlogis(p), sensitivity_se = 1 / sqrt((n + 1) * p * (1 - p)),
    specificity = qlogis(q), specificity_se = 1 / sqrt((m + 1) * q * (1 - q)))
}))

cat("measure,without,mean,mean_lower,mean_upper,prediction_lower,prediction_upper\n")
for (measure in c("auroc", "sensitivity", "specificity")) {
  for (without in 0:4) {
    keep <- setdiff(1:4, without)
    y <- measures[keep, measure]
    se <- measures[keep, paste0(measure, "_se")]
    fit <- rma(yi = y, sei = se, method = "REML", test = "knha",
               control = list(stepadj = 0.5, maxiter = 10000, threshold = 1e-12))
    half <- qt(0.975, length(keep) - 2) * sqrt(fit$tau2 + fit$se^2)
    cat(sprintf("%s,%s,%.9f,%.9f,%.9f,%.9f,%.9f\n", measure,
                if (without == 0) "" else sites$site[without],
                plogis(fit$b[1]), plogis(fit$ci.lb), plogis(fit$ci.ub),
                plogis(fit$b[1] - half), plogis(fit$b[1] + half)))
  }
}
