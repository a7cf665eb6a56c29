# Reference values of survival from R: survival (Kaplan-Meier, log-rank, Cox, proportional hazards, concordance,
# Aalen-Johansen, restricted mean), cmprsk (cumulative incidence), riskRegression (AUC and Brier score at a horizon).
#
# Usage: Rscript reference/survival_golden.R     (from the root of the repository)
# Debian packages: r-cran-survival r-cran-cmprsk r-cran-riskregression
#
# Data that ship with survival: veteran (Kalbfleisch & Prentice 1980), pbc (Therneau & Grambsch 2000), retinopathy
# (Blair et al. 1976).
suppressPackageStartupMessages({library(survival); library(cmprsk); library(riskRegression); library(prodlim)})
source("reference/golden.R")
save <- function(d, file) write.csv(d, paste0(golden, file), row.names = FALSE, quote = FALSE)

v <- data.frame(time = veteran$time, status = veteran$status, trt = veteran$trt,
                celltype = as.integer(veteran$celltype), karno = veteran$karno, age = veteran$age)
p <- data.frame(time = pbc$time, status = pbc$status, age = pbc$age, bili = pbc$bili, albumin = pbc$albumin,
                stage = ifelse(is.na(pbc$stage), 0, pbc$stage))
r <- data.frame(id = retinopathy$id, time = retinopathy$futime, status = retinopathy$status,
                trt = retinopathy$trt, risk = retinopathy$risk)
save(v, "survival_veteran.csv"); save(p, "survival_pbc.csv"); save(r, "survival_retinopathy.csv")
p$death <- as.integer(p$status == 2)
p$w <- 1 + (seq_len(nrow(p)) - 1) %% 3
ll <- "log-log"
at <- function(f, t) { s <- summary(f, times = t); c(s$surv, s$lower, s$upper) }

# Kaplan-Meier
km <- survfit(Surv(time, status) ~ 1, v, conf.type = ll)
for (t in c(10, 100, 400)) put(paste0("km.veteran.", t), at(km, t))
for (q in c(0.25, 0.5, 0.9)) put(paste0("quantile.veteran.", q), unlist(quantile(km, q)))
kp <- survfit(Surv(time, death) ~ 1, p, conf.type = ll)
put("km.pbc.2000", at(kp, 2000))
put("quantile.pbc.0.5", unlist(quantile(kp, 0.5)))
kw <- survfit(Surv(time, death) ~ 1, p, weights = w, conf.type = ll)
put("km.weighted.2000", at(kw, 2000))
kr <- survfit(Surv(time, status) ~ 1, r, cluster = id, conf.type = ll)
put("km.clustered.30", at(kr, 30))

# Restricted mean
m <- summary(survfit(Surv(time, status) ~ trt, v), rmean = 365)$table
put("rmst.veteran", c(m[, "rmean"], m[, "se(rmean)"]))
m <- summary(survfit(Surv(time, death) ~ 1, p), rmean = 3000)$table
put("rmst.pbc", m[c("rmean", "se(rmean)")])

# Log-rank
lr <- function(name, f, df) {
  put(paste0(name, ".chisq"), f$chisq)
  put(paste0(name, ".p"), pchisq(f$chisq, df, lower.tail = FALSE))
  o <- if (is.matrix(f$obs)) rowSums(f$obs) else f$obs
  e <- if (is.matrix(f$exp)) rowSums(f$exp) else f$exp
  put(paste0(name, ".observed"), o); put(paste0(name, ".expected"), e)
}
lr("logrank.trt", survdiff(Surv(time, status) ~ trt, v), 1)
lr("logrank.celltype", survdiff(Surv(time, status) ~ celltype, v), 3)
lr("logrank.strata", survdiff(Surv(time, status) ~ trt + strata(celltype), v), 1)

# Cox
# With weights, the transform of cox.zph is given the weighted Kaplan-Meier (its own is not weighted).
cox <- function(name, f, newdata, t, transform = "km") {
  put(paste0(name, ".coef"), coef(f))
  put(paste0(name, ".var"), if (is.null(f$naive.var)) vcov(f) else f$naive.var)
  if (!is.null(f$naive.var)) put(paste0(name, ".robust"), vcov(f))
  put(paste0(name, ".loglik"), f$loglik)
  put(paste0(name, ".score"), f$score)
  put(paste0(name, ".wald"), f$wald.test)
  z <- cox.zph(f, transform)$table
  put(paste0(name, ".zph"), z[, "chisq"]); put(paste0(name, ".zph.p"), z[, "p"])
  put(paste0(name, ".survival"), summary(survfit(f, newdata = newdata), times = t)$surv)
}
control <- coxph.control(eps = 1e-13, iter.max = 100, toler.chol = 1e-14)
new <- data.frame(trt = 2, karno = 50, age = 65, celltype = 2)
cox("cox.veteran", coxph(Surv(time, status) ~ trt + karno + age, v, control = control), new, 100)
cox("cox.strata", coxph(Surv(time, status) ~ trt + karno + strata(celltype), v, control = control), new, 100)
cox("cox.clustered", coxph(Surv(time, status) ~ trt + risk, r, cluster = id, control = control),
    data.frame(trt = 1, risk = 9), 30)
v$row <- seq_len(nrow(v))
put("cox.strata.robust", vcov(coxph(Surv(time, status) ~ trt + karno + strata(celltype), v, cluster = row,
                                    control = control)))
p$row <- seq_len(nrow(p))
p$lbili <- log(p$bili)
cox("cox.weighted", coxph(Surv(time, death) ~ age + lbili + albumin, p, weights = w, cluster = row, control = control),
    data.frame(age = 50, lbili = 1, albumin = 3.5), 2000,
    function(t) 1 - c(1, kw$surv)[findInterval(t, kw$time, left.open = TRUE) + 1])

# Concordance
con <- function(name, f) put(name, c(f$concordance, sqrt(f$var)))
con("harrell.veteran", concordance(Surv(time, status) ~ karno, v))
con("harrell.pbc", concordance(Surv(time, death) ~ bili, p, reverse = TRUE))
con("harrell.stage", concordance(Surv(time, death) ~ stage, p, reverse = TRUE))
con("harrell.clustered", concordance(Surv(time, status) ~ risk, r, cluster = id, reverse = TRUE))
two <- concordance(coxph(Surv(time, death) ~ lbili, p), coxph(Surv(time, death) ~ albumin, p))
put("harrell.difference", c(diff(rev(coef(two))), sqrt(c(1, -1) %*% vcov(two) %*% c(1, -1))))
put("uno.veteran", concordance(Surv(time, status) ~ karno, v, timewt = "n/G2")$concordance)
for (tau in c(1000, 3000)) {
  put(paste0("uno.pbc.", tau),
      concordance(Surv(time, death) ~ bili, p, timewt = "n/G2", reverse = TRUE, ymax = tau)$concordance)
}

# Aalen-Johansen
p$state <- factor(p$status, 0:2, c("censored", "transplant", "death"))
aj <- survfit(Surv(time, state) ~ 1, p)
for (t in c(500, 2000, 4000)) {
  s <- summary(aj, times = t)
  put(paste0("aj.transplant.", t), c(s$pstate[, 2], s$std.err[, 2]))
  put(paste0("aj.death.", t), c(s$pstate[, 3], s$std.err[, 3]))
}
ci <- timepoints(cuminc(p$time, p$status), c(500, 2000, 4000))
put("cuminc", c(t(ci$est))); put("cuminc.se", c(t(sqrt(ci$var))))

# AUC and Brier score at a horizon: death, with transplants censored and with transplants competing
p$risk <- plogis(-2 + 0.8 * p$lbili)
p$other <- plogis(3 - 1.2 * p$albumin)
horizon <- c(1000, 2500)
score <- function(name, formula, ...) {
  s <- Score(list(a = p$risk, b = p$other), formula, data = p, times = horizon, cens.model = "km", se.fit = TRUE,
             null.model = TRUE, metrics = c("auc", "brier"), ...)
  for (m in c("a", "b")) for (t in horizon) {
    x <- s$AUC$score; x <- x[x$model == m & x$times == t, ]
    put(paste0(name, ".auc.", m, ".", t), c(x$AUC, x$se))
    x <- s$Brier$score; x <- x[x$model == m & x$times == t, ]
    put(paste0(name, ".brier.", m, ".", t), c(x$Brier, x$se))
  }
  x <- s$Brier$score; put(paste0(name, ".null"), x[x$model == "Null model", ]$Brier)
  x <- s$AUC$contrasts; x <- x[x$model == "b" & x$reference == "a", ]
  put(paste0(name, ".auc.difference"), c(x$delta.AUC, x$se))
  x <- s$Brier$contrasts; x <- x[x$model == "b" & x$reference == "a", ]
  put(paste0(name, ".brier.difference"), c(x$delta.Brier, x$se))
}
score("censored", Surv(time, death) ~ 1)
score("competing", Hist(time, status) ~ 1, cause = 2)
# Net benefit at a horizon, written out with the censoring weights of prodlim
net <- function(name, d, event, cause) {
  f <- prodlim(as.formula(paste("Hist(time,", event, ") ~ 1")), d, reverse = TRUE)
  u <- sort(unique(d$time))                   # predict() answers in the order of time; times are whole days
  before <- predict(f, times = u - 0.5)[match(d$time, u)]
  for (t in horizon) {
    w <- ifelse(d$time > t, 1 / predict(f, times = t), ifelse(d[[event]] > 0, 1 / before, 0))
    case <- d$time <= t & d[[event]] == cause
    put(paste0(name, ".", t), mean(w * (d$risk >= 0.3) * ifelse(case, 1, -0.3 / 0.7)))
  }
}
net("net.censored", p, "death", 1)
net("net.competing", p, "status", 2)
finish("survival.csv")
