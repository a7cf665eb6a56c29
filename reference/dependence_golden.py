"""Reference values for balance, partial correlation and inverse-probability weighting, from SciPy, statsmodels and the
definitions.

Usage: /usr/bin/python3 reference/dependence_golden.py      (from the root of the repository, with Debian's Python)
Debian packages: python3-numpy python3-scipy python3-statsmodels

Writes dependence.csv (120 rows, 80 patients: age, marker, site, treated, outcome) and dependence_values.csv (name,value)
to stats/src/test/resources/golden. Variances of weighted means come from the stacked estimating equations with a
numerical Jacobian, where the Java code has formulas. dependence_real.csv holds the same of real films.
"""

import csv
import os
import pathlib

import numpy as np
import statsmodels.api as sm
from scipy import optimize, stats
from scipy.special import gammaln

from golden import GOLDEN, finish, put

rng = np.random.default_rng(20260715)
N = 120
patient = np.sort(rng.choice(80, N))
age = np.round(rng.normal(60, 12, N), 1)
marker = np.round(0.03 * age + rng.normal(0, 1, N), 3)
site = rng.choice(3, N, p=[0.5, 0.3, 0.2])
treated = (rng.random(N) < 1 / (1 + np.exp(-(0.04 * (age - 60) + 0.5 * (marker - 1.8))))).astype(int)
outcome = np.round(0.05 * age + 0.8 * marker + 0.6 * treated + rng.normal(0, 1, N), 3)
(GOLDEN / "dependence.csv").write_text("patient,age,marker,site,treated,outcome\n" + "\n".join(
    f"{p},{a!r},{m!r},{s},{t},{y!r}" for p, a, m, s, t, y in
    zip(patient.tolist(), age.tolist(), marker.tolist(), site.tolist(), treated.tolist(), outcome.tolist())) + "\n")

z = stats.norm.ppf(0.975)
expit = lambda v: 1 / (1 + np.exp(-v))
weights = {
    "all": lambda e, a: np.where(a, 1 / e, 1 / (1 - e)),
    "treated": lambda e, a: np.where(a, 1, e / (1 - e)),
    "untreated": lambda e, a: np.where(a, (1 - e) / e, 1),
    "overlap": lambda e, a: np.where(a, 1 - e, e),
}


# ---------------------------------------------------------------- standardised differences
def continuous(x, y):
    n1, n2, v1, v2 = len(x), len(y), x.var(ddof=1), y.var(ddof=1)
    s = np.sqrt((v1 + v2) / 2)
    d = (x.mean() - y.mean()) / s
    spread = v1**2 / (n1 - 1) + v2**2 / (n2 - 1)
    variance = d**2 * spread / (8 * s**4) + v1 / (s**2 * (n1 - 1)) + v2 / (s**2 * (n2 - 1))
    return d, d - z * np.sqrt(variance), d + z * np.sqrt(variance)


def cohen(x, y):
    n1, n2 = len(x), len(y)
    pooled = np.sqrt(((n1 - 1) * x.var(ddof=1) + (n2 - 1) * y.var(ddof=1)) / (n1 + n2 - 2))
    d, root, m = (x.mean() - y.mean()) / pooled, np.sqrt(n1 * n2 / (n1 + n2)), n1 + n2 - 2
    ends = [optimize.brentq(lambda c: stats.nct.cdf(d * root, m, c * root) - p, d - 2, d + 2, xtol=1e-14)
            for p in (0.975, 0.025)]
    return d, *ends, d * np.exp(gammaln(m / 2) - gammaln((m - 1) / 2)) / np.sqrt(m / 2)


def binary(p, q):
    return (p - q) / np.sqrt((p * (1 - p) + q * (1 - q)) / 2)


def of_counts(k1, n1, k2, n2):
    ends, variance, h = np.array([(k1 + 1) / (n1 + 2), (k2 + 1) / (n2 + 2)]), 0, 1e-5
    for axis, n in ((0, n1 + 2), (1, n2 + 2)):
        e = np.eye(2)[axis]
        f = lambda t: binary(*(ends + t * e))
        slope = (f(-2 * h) - 8 * f(-h) + 8 * f(h) - f(2 * h)) / (12 * h)
        variance += slope**2 * ends[axis] * (1 - ends[axis]) / n
    centre, half = binary(*ends), z * np.sqrt(variance)
    return binary(k1 / n1, k2 / n2), centre - half, centre + half


def categorical(first, second):
    p, q = (first / first.sum())[1:], (second / second.sum())[1:]
    cov = (np.diag(p) - np.outer(p, p) + np.diag(q) - np.outer(q, q)) / 2
    d2, k = (p - q) @ np.linalg.solve(cov, p - q), len(p)
    effective = first.sum() * second.sum() / (first.sum() + second.sum())
    ends = [0 if stats.chi2.cdf(effective * d2, k) <= t else np.sqrt(optimize.brentq(
        lambda c: stats.ncx2.cdf(effective * d2, k, c) - t, 1e-9, 10 * effective * d2 + 20, xtol=1e-13) / effective)
        for t in (0.975, 0.025)]
    return np.sqrt(d2), *ends


x, y = age[treated == 1], age[treated == 0]
put("smd.continuous", *continuous(x, y))
d, low, high, g = cohen(x, y)
put("smd.cohen", d, low, high)
put("smd.hedges", g, low, high)
put("smd.binary", *of_counts(30, 80, 15, 60))
put("smd.categorical", *categorical(
    np.bincount(site[treated == 1], minlength=3), np.bincount(site[treated == 0], minlength=3)))
put("ncx2.far", np.sqrt(optimize.brentq(lambda c: stats.ncx2.cdf(40, 3, c) - 0.975, 1, 200, xtol=1e-13)))


# ---------------------------------------------------------------- partial correlation: statsmodels' residuals
def partial(a, b, others):
    Z = sm.add_constant(others)
    r = np.corrcoef(sm.OLS(a, Z).fit().resid, sm.OLS(b, Z).fit().resid)[0, 1]
    left = len(a) - others.shape[1] - 3
    reach = z / np.sqrt(left)
    t = sm.OLS(b, np.column_stack([Z, a])).fit().pvalues[-1]
    return (r, np.tanh(np.arctanh(r) - reach), np.tanh(np.arctanh(r) + reach)), \
        2 * stats.norm.sf(abs(np.arctanh(r)) * np.sqrt(left)), t


triple, fisher, t = partial(marker, outcome, np.column_stack([age, site]))
put("partial", *triple)
put("partial.fisher", fisher)
put("partial.t", t)


# ---------------------------------------------------------------- weighting: stacked estimating equations
def stacked(covariates, a, y, cluster, weight):
    """Difference and mean of the treated, each with its interval; and the weights."""
    X = np.column_stack([np.ones(len(a)), covariates])
    p = X.shape[1]
    start = sm.Logit(a, X).fit(disp=0, tol=1e-14).params

    def equations(theta):
        e = expit(X @ theta[:p])
        w = weight(e, a)
        return np.column_stack([
            X * (a - e)[:, None], w * (1 - a) * (y - theta[p]), w * a * (y - theta[p + 1])])

    w = weight(expit(X @ start), a)
    means = [np.average(y[a == g], weights=w[a == g]) for g in (0, 1)]
    theta = np.concatenate([start, means])
    jacobian = np.zeros((p + 2, p + 2))
    for j in range(p + 2):
        step = np.zeros(p + 2)
        step[j] = 1e-4 * max(1e-2, abs(theta[j]))
        f = lambda k: equations(theta + k * step).sum(axis=0)
        jacobian[:, j] = (f(-2) - 8 * f(-1) + 8 * f(1) - f(2)) / (12 * step[j])
    influence = -equations(theta) @ np.linalg.inv(jacobian).T
    codes = np.unique(cluster, return_inverse=True)[1]
    k = codes.max() + 1
    sums = np.zeros((k, p + 2))
    np.add.at(sums, codes, influence)
    covariance = sums.T @ sums * k / (k - 1)
    t = stats.t.ppf(0.975, k - 1)
    effect = means[1] - means[0]
    error = t * np.sqrt(covariance[p + 1, p + 1] + covariance[p, p] - 2 * covariance[p, p + 1])
    own = t * np.sqrt(covariance[p + 1, p + 1])
    return (effect, effect - error, effect + error), (means[1], means[1] - own, means[1] + own), w


for name, weight in weights.items():
    difference, mean, w = stacked(np.column_stack([age, marker]), treated, outcome, patient, weight)
    put(f"ipw.{name}.difference", *difference)
    put(f"ipw.{name}.mean", *mean)
    put(f"ipw.{name}.size", *[w[treated == g].sum() ** 2 / (w[treated == g] ** 2).sum() for g in (0, 1)])
    put(f"ipw.{name}.share", *[w[treated == g].max() / w[treated == g].sum() for g in (0, 1)])
    put(f"ipw.{name}.balance", *[
        (np.average(c[treated == 1], weights=w[treated == 1]) - np.average(c[treated == 0], weights=w[treated == 0]))
        / np.sqrt((c[treated == 1].var(ddof=1) + c[treated == 0].var(ddof=1)) / 2) for c in (age, marker)])

finish("dependence_values.csv")

# ---------------------------------------------------------------- real films, where they are there: see CONTRIBUTING.md
shared = pathlib.Path(os.environ.get("REALFM_SHARED_DATA", "../shared/data"))
films = shared / "cxr-foundation/samples/chexpert-model.embeddings.csv"
if films.exists():
    with open(films, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    column = lambda name: np.array([float(r[name]) for r in rows])
    bedside = np.array([int(r["AP/PA"] == "AP") for r in rows])
    female = np.array([int(r["sex"] == "Female") for r in rows])
    race = np.array([int(r["race_label"]) for r in rows])
    years, logit = column("age"), column("Logit - Pleural Effusion")
    names = np.array([r["patient_id"] for r in rows])
    put("age", *continuous(years[bedside == 1], years[bedside == 0]))
    put("sex", *of_counts(female[bedside == 1].sum(), bedside.sum(), female[bedside == 0].sum(), (1 - bedside).sum()))
    put("race", *categorical(np.bincount(race[bedside == 1]), np.bincount(race[bedside == 0])))
    put("partial", *partial(column("PCA Mode 1"), logit, np.column_stack([years, female]))[0])
    for name, weight in weights.items():
        put(f"ipw.{name}", *stacked(np.column_stack([years, female]), bedside, logit, names, weight)[0])
    finish("dependence_real.csv")

