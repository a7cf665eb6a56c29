# Reference values for org.realfm.stats.readers, by the definitions: every sum over readers and pairs of cases is formed
# term by term (outer), every covariance by leaving out one case after another.
#
# Usage: Rscript reference/readers_golden.R     (from the root of the repository)
# Debian packages: r-base-core
#
# Writes reader_crossed.csv (ordinal scores, tied), reader_unbalanced.csv (the same with readings missing and a reader who
# reads one modality only), reader_unpaired.csv (other readers in each modality, drawn as in the test doIMRMC_R4 of
# DIDSR/iMRMC, so that iMRMC's output for that test applies) and readers.csv (name,value).
source("reference/golden.R")
header <- "reader,modality,case,truth,score"
rows <- function(study) {
  lines <- header
  for (m in seq_along(study$neg)) for (r in seq_len(ncol(study$neg[[m]]))) {
    for (kind in c("neg", "pos")) {
      scores <- study[[kind]][[m]][, r]
      for (i in which(!is.na(scores))) {
        id <- i + if (kind == "pos") nrow(study$neg[[m]]) else 0
        lines <- c(lines, sprintf("%d,%d,%d,%d,%s", r, m, id, kind == "pos", format(scores[i], digits = 17)))
      }
    }
  }
  lines
}

# ---------------------------------------------------------------- studies
set.seed(20260401)
draw <- function(readers, n0, n1) {
  part <- function(n, mu) {
    case <- rnorm(n)
    lapply(1:2, function(m) {
      shift <- mu * (0.8 + 0.3 * m) + rnorm(readers, 0, 0.3)
      round(2 * (outer(case, shift, "+") + matrix(rnorm(n * readers), n)))
    })
  }
  list(neg = part(n0, 0), pos = part(n1, 1.4))
}
crossed <- draw(4, 23, 17)
unbalanced <- crossed
for (m in 1:2) {
  for (kind in c("neg", "pos")) unbalanced[[kind]][[m]][sample(length(unbalanced[[kind]][[m]]), 30)] <- NA
}
unbalanced$neg[[2]][, 3] <- NA
unbalanced$pos[[2]][, 3] <- NA

RNGkind("L'Ecuyer-CMRG")
set.seed(1)
for (i in 2:3) assign(".Random.seed", parallel::nextRNGStream(.Random.seed), envir = globalenv())
roe.metz <- function(mu, n = 40, readers = 10) {
  case <- rnorm(n, 0, sqrt(0.3))
  reader <- rnorm(readers, 0, sqrt(0.03))
  matrix(mu + rep(case, readers) + rep(reader, each = n) + rnorm(n * readers, 0, sqrt(0.2)), n)
}
neg <- roe.metz(0); pos <- roe.metz(1)
unpaired <- list(neg = list(), pos = list())
for (m in 1:2) {
  unpaired$neg[[m]] <- neg + roe.metz(0)
  unpaired$pos[[m]] <- pos + roe.metz(0)
}
unpaired$neg[[1]][, 6:10] <- NA; unpaired$pos[[1]][, 6:10] <- NA
unpaired$neg[[2]][, 1:5] <- NA; unpaired$pos[[2]][, 1:5] <- NA
writeLines(rows(crossed), paste0(golden, "reader_crossed.csv"))
writeLines(rows(unbalanced), paste0(golden, "reader_unbalanced.csv"))
writeLines(rows(unpaired), paste0(golden, "reader_unpaired.csv"))

# ---------------------------------------------------------------- U-statistics: all products, one by one
success <- function(study, m, r) {
  x <- study$neg[[m]][, r]; y <- study$pos[[m]][, r]
  outer(x, y, "<") + 0.5 * outer(x, y, "==")
}
moments <- function(study, a, b) {
  readers <- ncol(study$neg[[1]])
  sum8 <- rep(0, 8); n8 <- rep(0, 8)
  all <- 0; alln <- 0
  for (r in 1:readers) for (q in 1:readers) {
    s <- success(study, a, r); u <- success(study, b, q)
    ds <- !is.na(s); du <- !is.na(u)
    s[!ds] <- 0; u[!du] <- 0
    for (i in seq_len(nrow(s))) for (j in seq_len(ncol(s))) if (ds[i, j]) {
      kind <- matrix(4, nrow(s), ncol(s))
      kind[i, ] <- 3; kind[, j] <- 2; kind[i, j] <- 1
      for (k in 1:4) {
        at <- kind == k & du
        where <- k + if (r == q) 0 else 4
        sum8[where] <- sum8[where] + s[i, j] * sum(u[at])
        n8[where] <- n8[where] + sum(at)
      }
      all <- all + s[i, j] * sum(u); alln <- alln + sum(du)
    }
  }
  share <- n8 / alln
  m <- ifelse(n8 > 0, sum8 / pmax(n8, 1), 0)
  list(m = m, share = share, product = all / alln, cov = sum(share * m) - m[8])
}
# kind 2 is "other negative, same positive", kind 3 "same negative, other positive": as Gallas orders them
for (name in c("crossed", "unbalanced")) {
  study <- get(name)
  for (m in 1:2) {
    s <- sapply(seq_len(ncol(study$neg[[m]])), function(r) success(study, m, r), simplify = FALSE)
    put(paste0(name, ".auroc.", m - 1), mean(unlist(s), na.rm = TRUE))
  }
  v <- c()
  for (pair in list(c(1, 1), c(2, 2), c(1, 2))) {
    k <- moments(study, pair[1], pair[2])
    id <- paste0(name, ".", pair[1] - 1, pair[2] - 1)
    put(paste0(id, ".moment"), k$m)
    put(paste0(id, ".share"), k$share)
    put(paste0(id, ".covariance"), k$cov)
    v <- c(v, k$cov)
  }
  put(paste0(name, ".difference.variance"), v[1] + v[2] - 2 * v[3])
}

# ---------------------------------------------------------------- Obuchowski-Rockette with the jackknife
auroc <- function(x, y) mean(outer(x, y, "<") + 0.5 * outer(x, y, "=="))
figures <- function(study, drop = NULL) {
  n0 <- nrow(study$neg[[1]])
  keep0 <- setdiff(seq_len(n0), drop)
  keep1 <- setdiff(seq_len(nrow(study$pos[[1]])), drop - n0)
  t(sapply(1:2, function(m) sapply(seq_len(ncol(study$neg[[m]])), function(r) {
    auroc(study$neg[[m]][keep0, r], study$pos[[m]][keep1, r])
  })))
}
f <- figures(crossed)
n <- 40; readers <- 4
without <- t(sapply(seq_len(n), function(c) as.vector(t(figures(crossed, c)))))
put("jackknife.covariance", as.vector(cov(without) * (n - 1)^2 / n))
S <- cov(without) * (n - 1)^2 / n
kind <- outer(1:8, 1:8, function(a, b) ((a - 1) %/% 4 != (b - 1) %/% 4) + 2 * ((a - 1) %% 4 != (b - 1) %% 4))
e <- sapply(0:3, function(k) mean(S[kind == k])) # error, cov1, cov2, cov3
put("or.errors", e)
long <- data.frame(f = as.vector(t(f)), m = factor(rep(1:2, each = 4)), r = factor(rep(1:4, 2)))
ms <- anova(lm(f ~ m + r, long))[["Mean Sq"]] # modality, reader, interaction
put("or.ms", ms)
E <- ms[3] + readers * max(e[3] - e[4], 0)
df <- E^2 / (ms[3]^2 / (readers - 1))
put("or.test", c(ms[1] / E, df, pf(ms[1] / E, 1, df, lower.tail = FALSE)))
d <- mean(f[1, ]) - mean(f[2, ])
put("or.difference", c(d, d + c(-1, 1) * qt(0.975, df) * sqrt(2 * E / readers)))
fixed <- 2 / readers * (e[1] - e[2] + (readers - 1) * max(e[3] - e[4], 0))
put("or.difference.fixed", c(d, d + c(-1, 1) * qnorm(0.975) * sqrt(fixed)))
put("or.difference.cases", c(d, d + c(-1, 1) * qt(0.975, readers - 1) * sqrt(2 * ms[3] / readers)))
for (m in 1:2) {
  Sm <- S[(m - 1) * 4 + 1:4, (m - 1) * 4 + 1:4]
  cov2 <- (sum(Sm) - sum(diag(Sm))) / 12
  Em <- var(f[m, ]) + readers * max(cov2, 0)
  dfm <- Em^2 / (var(f[m, ])^2 / (readers - 1))
  put(paste0("or.single.", m - 1), c(mean(f[m, ]), mean(f[m, ]) + c(-1, 1) * qt(0.975, dfm) * sqrt(Em / readers)))
}

# ---------------------------------------------------------------- sensitivity at a threshold, all products one by one
for (name in c("crossed", "unbalanced")) {
  study <- get(name)
  called <- lapply(study$pos, function(y) (y >= 2) + 0)
  covariance <- function(a, b) {
    sums <- rep(0, 4); n <- rep(0, 4)
    for (r in 1:4) for (q in 1:4) for (i in 1:17) for (j in 1:17) {
      x <- called[[a]][i, r]; y <- called[[b]][j, q]
      if (is.na(x) || is.na(y)) next
      k <- 1 + (i != j) + 2 * (r != q)
      sums[k] <- sums[k] + x * y; n[k] <- n[k] + 1
    }
    sum(sums) / sum(n) - sums[4] / n[4]
  }
  v <- c(covariance(1, 1), covariance(2, 2), covariance(1, 2))
  put(paste0(name, ".sensitivity"), c(mean(called[[1]], na.rm = TRUE), mean(called[[2]], na.rm = TRUE)))
  put(paste0(name, ".sensitivity.variance"), c(v, v[1] + v[2] - 2 * v[3]))
}

# ---------------------------------------------------------------- noncentral t, power
for (row in list(c(1.5, 4, 1), c(-0.3, 4, 1), c(3, 12.7, 2.5), c(0, 30, -1.2), c(14, 49, 10), c(2, 1, 0.5))) {
  put(paste0("nct.", paste(row, collapse = "_")), pt(row[1], row[2], row[3]))
}
for (row in list(c(0.025, 9, 6.2), c(0.975, 29, 10.7), c(0.5, 3, 2))) {
  # qt stops at 1e-11 or so in p; uniroot on pt goes on
  g <- function(t) pt(t, row[2], row[3]) - row[1]
  put(paste0("nctq.", paste(row, collapse = "_")), uniroot(g, c(-50, 200), tol = 1e-14)$root)
}
# Hillis, Obuchowski & Berbaum 2011, with the components of the study of Van Dyke as OR-DBM MRMC 2.51 prints them
c6 <- c(0.00153500, 0.00020040, 0.00034661, 0.00034407, 0.00023903, 0.00080229)
for (row in list(c(0.05, 6, 150), c(0.05, 12, 240), c(0.03, 20, 300))) {
  q <- 114 / row[3]; r <- row[2]
  v <- 2 / r * (c6[2] + q * (c6[6] - c6[3] + (r - 1) * max(c6[4] - c6[5], 0)))
  df <- (r * v / 2)^2 * (r - 1) / (c6[2] + q * (c6[6] - c6[3] - max(c6[4] - c6[5], 0)))^2
  put(paste0("power.", paste(row, collapse = "_")),
      c(pf(qf(0.95, 1, df), 1, df, ncp = row[1]^2 / v, lower.tail = FALSE), v, df))
}
finish("readers.csv")
