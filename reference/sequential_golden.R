# Reference values of sequential methods from R: boundaries, power and adjusted intervals from nested integrals of the
# normal density (integrate), run lengths of the normal CUSUM (spc) and of the Bernoulli CUSUM (a dense Markov chain), the
# beta-binomial mixture and the betting interval written out from their definitions.
#
# Usage: Rscript reference/sequential_golden.R     (from the root of the repository)
# Debian packages: r-base-core r-cran-spc
suppressPackageStartupMessages(library(spc))
source("reference/golden.R")
int <- function(f, a, b) if (a >= b) 0 else integrate(f, a, b, rel.tol = 1e-11, abs.tol = 0, subdivisions = 2000)$value
root <- function(f, a, b) uniroot(f, c(a, b), tol = 1e-13)$root

# P(B has stayed between the boundaries at looks 1..k-1, and is above c at look k), for k up to 3. B(t) ~ N(drift t, t).
above <- function(k, t, lower, upper, c, drift) {
  s <- sqrt(diff(c(0, t)))
  m <- drift * diff(c(0, t))
  last <- function(x) pnorm(c, x + m[k], s[k], lower.tail = FALSE)
  reach <- function(i) drift * t[i] + c(-1, 1) * 9 * sqrt(t[i])
  lo <- function(i) max(lower[i], reach(i)[1])
  hi <- function(i) min(upper[i], reach(i)[2])
  if (k == 1) return(last(0))
  if (k == 2) return(int(function(x) dnorm(x, m[1], s[1]) * last(x), lo(1), hi(1)))
  int(function(x) dnorm(x, m[1], s[1]) *
        sapply(x, function(y) int(function(z) dnorm(z, y + m[2], s[2]) * last(z), lo(2), hi(2))), lo(1), hi(1))
}
bounds <- function(t, alpha, spending, two) {
  spent <- sapply(t, function(u) spending(alpha, u))
  b <- c()
  for (k in seq_along(t)) {
    target <- spent[k] - c(0, spent)[k]
    upper <- b * sqrt(t[seq_along(b)])
    lower <- if (two) -upper else rep(-Inf, length(b))
    b <- c(b, root(function(z) log(above(k, t, lower, upper, z * sqrt(t[k]), 0) / target), 0.1, 8))
  }
  b
}
of <- function(a, t) 2 * pnorm(qnorm(a / 2) / sqrt(t))
pk <- function(a, t) a * log(1 + (exp(1) - 1) * t)
t <- c(0.3, 0.65, 1)
put("bounds.of.two", b2 <- bounds(t, 0.025, of, TRUE))
put("bounds.pocock.two", bounds(t, 0.025, pk, TRUE))
put("bounds.of.one", b1 <- bounds(t, 0.05, of, FALSE))
put("bounds.power.one", bounds(t, 0.05, function(a, t) a * t^2, FALSE))
up <- b2 * sqrt(t)
crossing <- function(drift) sapply(1:3, function(k) above(k, t, -up, up, up[k], drift))
put("crossing", crossing(2.5))
put("drift", root(function(d) sum(crossing(d)) - 0.9, 1, 6))
# Stopped at the second look with Z = 2.8, full information 50.
p <- function(d) above(1, t, -up, up, up[1], d) + above(2, t, -up, up, 2.8 * sqrt(t[2]), d)
put("adjusted.second", sapply(c(0.5, 0.025, 0.975), function(q) root(function(d) p(d) - q, -6, 12)) / sqrt(50))
# Went to the end with Z = 1.
p <- function(d) above(1, t, -up, up, up[1], d) + above(2, t, -up, up, up[2], d) + above(3, t, -up, up, 1, d)
put("adjusted.last", sapply(c(0.5, 0.025, 0.975), function(q) root(function(d) p(d) - q, -6, 12)) / sqrt(50))

# CUSUM of a normal mean
for (h in c(4, 5)) for (m in c(0, 0.5, 1, 2)) {
  put(paste("cusum.one", h, m, sep = "."), xcusum.arl(0.5, h, m, sided = "one", r = 100))
  put(paste("cusum.two", h, m, sep = "."), xcusum.arl(0.5, h, m, sided = "two", r = 100))
}
# CUSUM of a rate: up a units with a success, down b without one, signal at n units
arl <- function(a, b, n, q) {
  P <- matrix(0, n, n)
  for (i in 0:(n - 1)) {
    if (i + a < n) P[i + 1, i + a + 1] <- P[i + 1, i + a + 1] + q
    P[i + 1, max(0, i - b) + 1] <- P[i + 1, max(0, i - b) + 1] + 1 - q
  }
  solve(diag(n) - P, rep(1, n))[1]
}
put("bernoulli.7.1.40", arl(7, 1, 40, 0.1)); put("bernoulli.2.13.60", arl(2, 13, 60, 0.9))
put("bernoulli.13.2.50", arl(13, 2, 50, 0.12))

# Confidence sequences
mixture <- function(s, n, conf) {
  f <- function(p) lbeta(s + 0.5, n - s + 0.5) - lbeta(0.5, 0.5) - (if (s > 0) s * log(p) else 0) -
    (if (s < n) (n - s) * log1p(-p) else 0) + log(1 - conf)
  m <- s / n
  c(if (s == 0) 0 else root(f, 1e-12, m), if (s == n) 1 else root(f, m, 1 - 1e-12))
}
put("mixture.90.100", mixture(90, 100, 0.95)); put("mixture.0.20", mixture(0, 20, 0.95))
put("mixture.7.7", mixture(7, 7, 0.9))
x <- (seq_len(60) * 37 %% 101) %% 101 / 100
a <- 0.05
bet <- numeric(60); mu <- 0.5; v <- 0.25
for (i in 1:60) {
  bet[i] <- sqrt(2 * log(2 / a) / (v / i * i * log(1 + i)))
  mu <- (0.5 + sum(x[1:i])) / (i + 1)
  v <- v + (x[i] - mu)^2
}
up <- function(m) sum(log(1 + pmin(bet, 0.5 / m) * (x - m)))
down <- function(m) sum(log(1 - pmin(bet, 0.5 / (1 - m)) * (x - m)))
put("betting", c(mean(x), root(function(m) up(m) - log(2 / a), 1e-9, mean(x)),
                 root(function(m) down(m) - log(2 / a), mean(x), 1 - 1e-9)))
finish("sequential.csv")
