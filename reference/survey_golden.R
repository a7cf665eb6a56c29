# Reference values for raking and clustered means from R's survey package.
#
# Usage: Rscript reference/survey_golden.R     (from the root of the repository, after stats_golden.py)
# Debian packages: r-base-core r-cran-survey
suppressPackageStartupMessages(library(survey))
source("reference/golden.R")
d <- read.csv(paste0(golden, "sample.csv"))
d$band <- findInterval(d$score, c(0, 1))
d$sick <- d$truth
d$one <- 1
plain <- svydesign(~1, data = d, weights = ~one)
raked <- rake(plain, list(~band, ~sick),
              list(data.frame(band = 0:2, Freq = nrow(d) * c(0.2, 0.5, 0.3)),
                   data.frame(sick = 0:1, Freq = nrow(d) * c(0.7, 0.3))),
              control = list(maxit = 1000, epsilon = 1e-10))
w <- weights(raked)
put("rake", c(w[1:5], sum(w^2)))
post <- weights(postStratify(plain, ~band, data.frame(band = 0:2, Freq = nrow(d) * c(0.2, 0.5, 0.3))))
put("post", c(post[1:5], sum(post^2)))
interval <- function(weight) {
  design <- svydesign(~cluster, data = d, weights = weight)
  m <- svymean(~score, design)
  c(m, confint(m, df = length(unique(d$cluster)) - 1))
}
put("mean", interval(~one))
put("weighted-mean", interval(~weight))
finish("survey_r.csv")
