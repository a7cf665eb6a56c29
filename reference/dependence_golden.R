# Reference values for partial correlation (psych), propensities and Hajek means (glm, survey) from R.
#
# Usage: Rscript reference/dependence_golden.R     (from the root of the repository, after dependence_golden.py)
# Debian packages: r-base-core r-cran-psych r-cran-survey
suppressPackageStartupMessages({library(psych); library(survey)})
source("reference/golden.R")
d <- read.csv(paste0(golden, "dependence.csv"))
put("partial", partial.r(d, c("marker", "outcome"), c("age", "site"))[1, 2])
fit <- glm(treated ~ age + marker, binomial, d, epsilon = 1e-14)
e <- fitted(fit)
put("propensity.0", e[1]); put("propensity.119", e[120])
d$w <- ifelse(d$treated == 1, 1 / e, 1 / (1 - e))
put("hajek", coef(svyglm(outcome ~ treated, svydesign(~patient, weights = ~w, data = d)))[["treated"]])
finish("dependence_r.csv")
