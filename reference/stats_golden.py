"""Reference values for the statistical kernels, from NumPy, SciPy, scikit-learn and statsmodels.

Usage: python3 reference/stats_golden.py      (from the root of the repository)
Debian packages: python3-numpy python3-scipy python3-sklearn python3-statsmodels

Writes stats/src/test/resources/golden/sample.csv (the data) and python.csv (name,value). Every value is computed by
the definition of the method, as plainly and as differently from the Java code as can be: double loops instead of
ranks, numerical maximisation instead of closed forms, root finding instead of formulas.
"""

import numpy as np
from scipy import optimize, stats
from sklearn.isotonic import isotonic_regression
from statsmodels.stats.multitest import multipletests

from golden import GOLDEN, finish, put

Z = stats.norm.ppf(0.975)

# ---------------------------------------------------------------- data

rng = np.random.default_rng(20260101)
K = 150
cluster, truth, score, other = [], [], [], []
for c in range(K):
    disease = rng.random() < 0.4
    shared = rng.normal(0, 0.7)
    for _ in range(rng.integers(1, 4)):
        y = disease if rng.random() < 0.9 else not disease
        cluster.append(c)
        truth.append(int(y))
        score.append(round(shared + 1.3 * y + rng.normal(0, 0.8), 1))  # rounding makes ties
        other.append(round(0.6 * shared + 0.9 * y + rng.normal(0, 1), 1))
cluster, truth = np.array(cluster), np.array(truth)
score, other = np.array(score) + 0.0, np.array(other) + 0.0
risk = 1 / (1 + np.exp(-(1.4 * score - 1.6)))
weight = rng.integers(1, 5, len(truth)) / 2
n = len(truth)


def expit(x):
    return 1 / (1 + np.exp(-x))


# ---------------------------------------------------------------- one proportion


def wilson(k, m, z=Z):
    p = k / m
    score_equation = lambda q: (p - q) ** 2 - z * z * q * (1 - q) / m
    low = 0.0 if k == 0 else optimize.brentq(score_equation, 1e-12, p - 1e-9 * (k == m), xtol=1e-16, rtol=1e-15)
    high = 1.0 if k == m else optimize.brentq(score_equation, p + 1e-9 * (k == 0), 1 - 1e-12, xtol=1e-16, rtol=1e-15)
    return low, high


for k, m in [(0, 10), (1, 10), (9, 10), (10, 10), (212, 234), (1, 1), (350, 390)]:
    put(f"wilson.{k}.{m}", *wilson(k, m))
    ci = stats.binomtest(k, m).proportion_ci(0.95, "exact")
    put(f"clopper.{k}.{m}", ci.low, ci.high)
    put(f"clopper-upper.{k}.{m}", stats.binomtest(k, m, alternative="less").proportion_ci(0.95, "exact").high)
    put(f"clopper-lower.{k}.{m}", stats.binomtest(k, m, alternative="greater").proportion_ci(0.95, "exact").low)


def rao_scott(y, w, c):
    p = sum(w * y) / sum(w)
    ids = sorted(set(c))
    total = 0.0
    for i in ids:
        total += sum(wj * (yj - p) for yj, wj, cj in zip(y, w, c) if cj == i) ** 2
    var = len(ids) / (len(ids) - 1) * total / sum(w) ** 2
    return p, var, p * (1 - p) / var


called = (risk >= 0.5).astype(int)
pos, neg = truth == 1, truth == 0
for name, member, y in [("sensitivity", pos, called), ("specificity", neg, 1 - called)]:
    p, var, eff = rao_scott(y[member], np.ones(member.sum()), cluster[member])
    put(f"clustered.{name}", p, *wilson(p * eff, eff))
    p, var, eff = rao_scott(y[member], weight[member], cluster[member])
    put(f"weighted.{name}", p, *wilson(p * eff, eff))


def met(p, m, floor):
    return sum(stats.binom.pmf(k, m, p) for k in range(m + 1) if wilson(k, m)[0] >= floor)


put("met.90.141", met(0.90, 141, 0.85))
put("met.95.40", met(0.95, 40, 0.80))
smallest = next(m for m in range(1, 400) if met(0.92, m, 0.85) >= 0.8)
put("met.smallest", smallest)

# ---------------------------------------------------------------- two proportions


def tango(b, c, m):
    """The likelihood under a fixed difference is maximised numerically over the second discordant share."""

    def statistic(delta):
        low, high = max(0.0, -delta), (1 - delta) / 2

        def loglik(q):  # first-only share q + delta, second-only share q
            rest = 1 - 2 * q - delta
            parts = [(b, q + delta), (c, q), (m - b - c, rest)]
            return sum(count * np.log(share) for count, share in parts if count > 0)

        def gradient(q):
            return b / (q + delta) + c / q - 2 * (m - b - c) / (1 - 2 * q - delta)

        eps = 1e-13
        q = optimize.brentq(gradient, low + eps, high - eps, xtol=1e-16, rtol=1e-15)
        assert loglik(q) >= loglik(low + (high - low) * 0.37) - 1e-9
        return (b - c - m * delta) / np.sqrt(m * (2 * q + delta - delta * delta))

    d = (b - c) / m
    return (
        optimize.brentq(lambda t: statistic(t) - Z, -1 + 1e-6, d, xtol=1e-15, rtol=1e-14),
        optimize.brentq(lambda t: statistic(t) + Z, d, 1 - 1e-6, xtol=1e-15, rtol=1e-14),
    )


for b, c, m in [(12, 5, 100), (1, 9, 44), (3, 3, 30)]:
    put(f"tango.{b}.{c}.{m}", *tango(b, c, m))

# ---------------------------------------------------------------- AUROC


def kernel(x, y):
    return (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])


def obuchowski(scores, groups):
    """Covariance by the definition of Obuchowski 1997; with one row a patient this is DeLong."""
    ids = np.unique(groups)
    m, q = pos.sum(), neg.sum()
    theta, v10, v01 = [], [], []
    for s in scores:
        psi = kernel(s[pos], s[neg])
        theta.append(psi.mean())
        v10.append(np.array([(psi.mean(1) - psi.mean())[groups[pos] == i].sum() for i in ids]))
        v01.append(np.array([(psi.mean(0) - psi.mean())[groups[neg] == i].sum() for i in ids]))
    i10 = len(np.unique(groups[pos]))
    i01 = len(np.unique(groups[neg]))
    i = len(ids)
    cov = np.zeros((len(scores), len(scores)))
    for r in range(len(scores)):
        for s in range(len(scores)):
            s10 = i10 / ((i10 - 1) * m) * (v10[r] @ v10[s])
            s01 = i01 / ((i01 - 1) * q) * (v01[r] @ v01[s])
            s11 = i / (i - 1) * (v10[r] @ v01[s])
            s11t = i / (i - 1) * (v10[s] @ v01[r])
            cov[r, s] = s10 / m + s01 / q + (s11 + s11t) / (m * q)
    return np.array(theta), cov


for name, groups in [("plain", np.arange(n)), ("clustered", cluster)]:
    theta, cov = obuchowski([score, other], groups)
    put(f"auroc.{name}", theta[0], theta[1], cov[0, 0], cov[0, 1], cov[1, 1])

psi = kernel(score[pos], score[neg]) * (weight[pos][:, None] * weight[neg][None, :])
put("auroc.weighted", psi.sum() / (weight[pos].sum() * weight[neg].sum()))


def average_precision(s, y):
    total, previous = 0.0, 0.0
    for t in sorted(set(s), reverse=True):
        recall = ((s >= t) & (y == 1)).sum() / (y == 1).sum()
        total += (recall - previous) * y[s >= t].mean()
        previous = recall
    return total


put("average-precision", average_precision(score, truth))


def partial(s, low, high):
    cuts = [np.inf] + sorted(set(s), reverse=True)
    fpr = np.array([(s[neg] >= t).mean() for t in cuts])
    tpr = np.array([(s[pos] >= t).mean() for t in cuts])
    edges = np.unique(np.concatenate([[low, high], fpr[(fpr > low) & (fpr < high)]]))
    area = 0.0
    for a, b in zip(edges[:-1], edges[1:]):  # linear inside each piece: the midpoint rule is exact
        area += (b - a) * np.interp((a + b) / 2, *np.array([fpr, tpr]))
    worst = (high**2 - low**2) / 2
    return 0.5 * (1 + (area - worst) / (high - low - worst))


put("partial-auroc", partial(score, 0.0, 0.2), partial(score, 0.05, 0.33))

# ---------------------------------------------------------------- diagnostic table

tp, fp = (called[pos] == 1).sum(), (called[neg] == 1).sum()
fn, tn = (called[pos] == 0).sum(), (called[neg] == 0).sum()
put("table", tp, fp, fn, tn)
for name, a, b in [("plus", tp, fp), ("minus", fn, tn)]:
    lr = (a / pos.sum()) / (b / neg.sum())
    se = np.sqrt(1 / a - 1 / pos.sum() + 1 / b - 1 / neg.sum())
    put(f"lr.{name}", lr, lr * np.exp(-Z * se), lr * np.exp(Z * se))
se_, sp_ = tp / pos.sum(), tn / neg.sum()
put("ppv-at-2pc", 0.02 * se_ / (0.02 * se_ + 0.98 * (1 - sp_)))
put("npv-at-2pc", 0.98 * sp_ / (0.98 * sp_ + 0.02 * (1 - se_)))

# ---------------------------------------------------------------- logistic regression and calibration


def newton(x, y, offset, w):
    beta = np.zeros(x.shape[1])
    for _ in range(100):
        mu = expit(x @ beta + offset)
        info = x.T @ (x * (w * mu * (1 - mu))[:, None])
        step = np.linalg.solve(info, x.T @ (w * (y - mu)))
        beta = beta + step
        if np.abs(step).max() < 1e-14:
            break
    mu = expit(x @ beta + offset)
    return beta, np.linalg.inv(x.T @ (x * (w * mu * (1 - mu))[:, None])), mu


lp = np.log(risk / (1 - risk))
ones = np.ones(n)
x2 = np.column_stack([ones, lp])
beta, cov, _ = newton(x2, truth, np.zeros(n), ones)
put("slope", beta[1], np.sqrt(cov[1, 1]))
b0, c0, _ = newton(ones[:, None], truth, lp, ones)
put("intercept", b0[0], np.sqrt(c0[0, 0]))
beta, cov, mu = newton(x2, truth, np.zeros(n), ones)
u = np.array([(x2[cluster == i] * (truth - mu)[cluster == i][:, None]).sum(0) for i in range(K)])
sandwich = K / (K - 1) * cov @ (u.T @ u) @ cov
put("slope-robust", np.sqrt(sandwich[1, 1]))
beta, _, _ = newton(x2, truth, np.zeros(n), weight)
put("slope-weighted", beta[1])

observed, expected = truth.sum(), risk.sum()
se = np.sqrt((1 - truth.mean()) / observed)
put("oe", observed / expected, observed / expected * np.exp(-Z * se), observed / expected * np.exp(Z * se))
put("brier", ((risk - truth) ** 2).mean())


def spline_basis(x, knots):
    """Natural cubic spline by its definition: truncated powers with the two linear-tail constraints."""
    k = len(knots)
    d = lambda j: (np.maximum(x - knots[j], 0) ** 3 - np.maximum(x - knots[-1], 0) ** 3) / (knots[-1] - knots[j])
    return np.column_stack([np.ones_like(x), x] + [d(j) - d(k - 2) for j in range(k - 2)])


for count, q in [(3, [0.1, 0.5, 0.9]), (4, [0.05, 0.35, 0.65, 0.95]), (5, [0.05, 0.275, 0.5, 0.725, 0.95])]:
    basis = spline_basis(lp, np.quantile(lp, q))
    _, _, fitted = newton(basis, truth, np.zeros(n), ones)
    d = np.abs(risk - fitted)
    low = lambda share: np.sort(d)[int(np.ceil(share * n)) - 1]
    put(f"curve.{count}", d.mean(), low(0.5), low(0.9))

below = np.array([(risk < r).sum() for r in risk])
group = np.minimum(9, np.floor(10 * below / n + 1e-9)).astype(int)
put("ece", sum((group == g).mean() * abs(risk[group == g].mean() - truth[group == g].mean()) for g in set(group)))

# ---------------------------------------------------------------- net benefit

for t in [0.05, 0.2, 0.5]:
    treat = risk >= t
    put(f"nb.{t}", (treat & pos).sum() / n - (treat & neg).sum() / n * t / (1 - t),
        truth.mean() - (1 - truth.mean()) * t / (1 - t))

# ---------------------------------------------------------------- many tests, permutation, sites, quantiles

p = np.array([0.01, 0.04, 0.03, 0.005, 0.5, 0.04])
put("bh", *multipletests(p, method="fdr_bh")[1])

y = np.array([0.62, 0.10, 0.45, -0.05, 0.80, 0.31])
s = np.array([0.15, 0.22, 0.10, 0.30, 0.25, 0.12])


def restricted(t2, y, s):
    w = 1 / (s**2 + t2)
    mu = (w * y).sum() / w.sum()
    return 0.5 * (np.log(s**2 + t2).sum() + np.log(w.sum()) + (w * (y - mu) ** 2).sum())


for name, yy, ss in [("spread", y, s), ("alike", np.array([0.5, 0.51, 0.49, 0.5]), np.array([0.2, 0.1, 0.3, 0.2])),
                     ("three", y[:3], s[:3])]:
    best = optimize.minimize_scalar(lambda t: restricted(t, yy, ss), bounds=(0, 4), method="bounded",
                                    options={"xatol": 1e-13})
    t2 = 0.0 if restricted(0, yy, ss) <= best.fun else best.x
    if t2 > 0:  # polish: the root of the derivative
        def slope(t):
            w = 1 / (ss**2 + t)
            mu = (w * yy).sum() / w.sum()
            return (w**2 * (yy - mu) ** 2).sum() - w.sum() + (w**2).sum() / w.sum()
        t2 = optimize.brentq(slope, t2 * 0.9, t2 * 1.1, xtol=1e-16, rtol=1e-15)
    w = 1 / (ss**2 + t2)
    mu = (w * yy).sum() / w.sum()
    k = len(yy)
    hk = np.sqrt((w * (yy - mu) ** 2).sum() / ((k - 1) * w.sum()))
    put(f"meta.{name}", mu, t2, mu - stats.t.ppf(0.975, k - 1) * hk, mu + stats.t.ppf(0.975, k - 1) * hk,
        mu - stats.t.ppf(0.975, k - 2) * np.sqrt(t2 + hk**2), mu + stats.t.ppf(0.975, k - 2) * np.sqrt(t2 + hk**2))

for m, q in [(30, 0.5), (200, 0.95), (367, 0.99), (368, 0.99), (10, 0.1)]:
    ranks = range(1, m + 1)
    low = [r for r in ranks if stats.binom.cdf(r - 1, m, q) <= 0.025]
    high = [r for r in ranks if stats.binom.sf(r - 1, m, q) <= 0.025]
    put(f"ranks.{m}.{q}", max(low, default=0), min(high, default=m + 1))

replicates = np.sort(np.random.default_rng(3).gamma(3, size=1999))
point, a = 2.9, 0.07
z0 = stats.norm.ppf((replicates < point).mean())
levels = [stats.norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z))) for z in (-Z, Z)]
put("bca", *np.quantile(replicates, levels, method="weibull"))
put("percentile", *np.quantile(replicates, [0.025, 0.975], method="weibull"))

# ---------------------------------------------------------------- samples and weights

first, second = (cluster * 7 + truth) % 4, (cluster + 2 * truth) % 3
table = np.array([[((first == i) & (second == j)).sum() for j in range(3)] for i in range(4)])


def bergsma(table):
    total = table.sum()
    phi2 = stats.chi2_contingency(table, correction=False).statistic / total
    r, c = table.shape
    phi2 = max(0, phi2 - (r - 1) * (c - 1) / (total - 1))
    return np.sqrt(phi2 / min(r - (r - 1) ** 2 / (total - 1) - 1, c - (c - 1) ** 2 / (total - 1) - 1))


put("cramer", bergsma(table))
low = np.digitize(score, [0, 1])
put("cramer-truth", bergsma(np.array([[((low == i) & (truth == j)).sum() for j in range(2)] for i in range(3)])))

ps, qs = np.array([0.2, 0.5, 0.3, 0.0]), np.array([0.3, 0.3, 0.4, 0.0])
d = ps[1:] - qs[1:]
cov = (np.diag(ps[1:]) - np.outer(ps[1:], ps[1:]) + np.diag(qs[1:]) - np.outer(qs[1:], qs[1:])) / 2
put("smd-shares", np.sqrt(d @ np.linalg.pinv(cov) @ d))
put("psi", ((ps[:3] - qs[:3]) * np.log(ps[:3] / qs[:3])).sum())
put("smd", (score[pos].mean() - score[neg].mean())
    / np.sqrt((score[pos].var(ddof=1) + score[neg].var(ddof=1)) / 2))

order = np.lexsort((np.arange(n), score))
iso = isotonic_regression(truth[order].astype(float), sample_weight=weight[order])
put("isotonic", iso.sum(), (iso**2).sum(), iso[n // 2], iso[-1])

# ---------------------------------------------------------------- Little's test

matrix = np.column_stack([score, other, 0.5 * score - other + rng.normal(size=n)])
matrix[rng.random(n) < 0.2, 1] = np.nan
matrix[(rng.random(n) < 0.3) & (score > 0), 2] = np.nan


def normal_loglik(theta):
    mu, low = theta[:3], np.zeros((3, 3))
    low[np.tril_indices(3)] = theta[3:]
    sigma = low @ low.T
    total = 0.0
    for row_pattern in np.unique(np.isnan(matrix), axis=0):
        rows = matrix[(np.isnan(matrix) == row_pattern).all(1)][:, ~row_pattern]
        idx = np.flatnonzero(~row_pattern)
        total += stats.multivariate_normal(mu[idx], sigma[np.ix_(idx, idx)]).logpdf(rows).sum()
    return -total


complete = matrix[~np.isnan(matrix).any(1)]
start = np.concatenate([np.nanmean(matrix, 0), np.linalg.cholesky(np.cov(complete.T))[np.tril_indices(3)]])
fit = optimize.minimize(normal_loglik, start, method="BFGS", options={"gtol": 1e-7})
mu, low = fit.x[:3], np.zeros((3, 3))
low[np.tril_indices(3)] = fit.x[3:]
sigma, statistic, df = low @ low.T, 0.0, -3
for row_pattern in np.unique(np.isnan(matrix), axis=0):
    rows = matrix[(np.isnan(matrix) == row_pattern).all(1)][:, ~row_pattern]
    idx = np.flatnonzero(~row_pattern)
    gap = rows.mean(0) - mu[idx]
    statistic += len(rows) * gap @ np.linalg.solve(sigma[np.ix_(idx, idx)], gap)
    df += len(idx)
put("mcar", statistic, df, stats.chi2.sf(statistic, df))

# ---------------------------------------------------------------- planning


def newcombe_se(c, phi, m):
    return np.sqrt(c * (1 - c) * (1 + (m / 2 - 1) * (1 - c) / (2 - c) + (m / 2 - 1) * c / (1 + c))
                   / (m * m * phi * (1 - phi)))


put("plan.auroc", int(np.ceil(optimize.brentq(lambda m: newcombe_se(0.8, 0.1, m) - 0.0255, 2, 1e6))))
put("plan.slope", int(np.ceil(np.linalg.inv(
    (x2.T @ (x2 * (risk * (1 - risk))[:, None])) / n)[1, 1] / 0.1**2)))
put("plan.oe", int(np.ceil((1 - 0.018) / (0.018 * 0.102**2))))

# ---------------------------------------------------------------- files

GOLDEN.mkdir(parents=True, exist_ok=True)
with open(GOLDEN / "sample.csv", "w", newline="\n") as out:
    out.write("cluster,truth,score,other,risk,weight,m1,m2,m3\n")
    for i in range(n):
        cells = [score[i], other[i], risk[i], weight[i], *matrix[i]]
        out.write(f"{cluster[i]},{truth[i]}," + ",".join("NaN" if np.isnan(c) else repr(float(c)) for c in cells) + "\n")
with open(GOLDEN / "replicates.csv", "w", newline="\n") as out:
    out.write("value\n" + "".join(f"{float(r)!r}\n" for r in replicates))
finish("python.csv")
