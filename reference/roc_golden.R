# Reference values for partial AUROC, Hand & Till, unpaired differences and normal probabilities: pROC, mvtnorm.
#
# Usage: Rscript reference/roc_golden.R     (from the root of the repository, after roc_golden.py)
# Debian packages: r-base-core r-cran-proc r-cran-mvtnorm
suppressPackageStartupMessages({library(pROC); library(mvtnorm)})
source("reference/golden.R")
d <- read.csv(paste0(golden, "sample.csv"))
a <- roc(d$truth, d$score, direction = "<", quiet = TRUE)
put("partial-area", auc(a, partial.auc = c(1, 0.8)))
put("partial-area-inner", auc(a, partial.auc = c(0.95, 0.67)))
set.seed(1)
part <- roc(d$truth, d$score, direction = "<", quiet = TRUE, partial.auc = c(1, 0.8), partial.auc.correct = TRUE)
put("partial-interval", as.numeric(ci.auc(part, boot.n = 10000, method = "bootstrap", progress = "none"))[c(1, 3)])
half <- seq_len(nrow(d)) %% 2 == 0
b <- roc(d$truth[half], d$other[half], direction = "<", quiet = TRUE)
e <- roc(d$truth[!half], d$score[!half], direction = "<", quiet = TRUE)
gap <- as.numeric(auc(e)) - as.numeric(auc(b))
reach <- qnorm(0.975) * sqrt(var(e) + var(b))
put("unpaired", c(gap, gap - reach, gap + reach))
k <- read.csv(paste0(golden, "classes.csv"))
p <- as.matrix(k[, c("p0", "p1", "p2")])
colnames(p) <- 0:2
put("hand-till", multiclass.roc(k$class, p, direction = ">", quiet = TRUE)$auc)
r <- matrix(c(1, 0.6, 0.3, 0.2, 0.6, 1, 0.5, 0.1, 0.3, 0.5, 1, 0.4, 0.2, 0.1, 0.4, 1), 4)
tight <- GenzBretz(abseps = 1e-9, releps = 0, maxpts = 5e6)
set.seed(2)
put("normal", c(pmvnorm(rep(-Inf, 4), c(1.2, 0.9, 0.7, 1.5), corr = r, algorithm = tight),
                pmvnorm(c(-1, -0.5, -2, -Inf), c(1.2, 0.9, 0.7, Inf), corr = r, algorithm = tight)))
put("normal-critical", qmvnorm(0.95, tail = "both.tails", corr = r, algorithm = tight)$quantile)
finish("roc_r.csv")
