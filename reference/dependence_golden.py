"""Reference values for balance, partial correlation and inverse-probability weighting, from SciPy, statsmodels and the
definitions.

Usage: /usr/bin/python3 reference/dependence_golden.py      (from the root of the repository, with Debian's Python)
Debian packages: python3-numpy python3-scipy python3-statsmodels

Writes dependence.csv (120 rows, 80 patients: age, marker, site, treated, outcome) and dependence_values.csv (name,value)
to stats/src/test/resources/golden. Variances of weighted means come from the stacked estimating equations with a
numerical Jacobian, where the Java code has formulas.
"""

import pathlib

import numpy as np
import statsmodels.api as sm
from scipy import optimize, stats

GOLDEN = pathlib.Path("stats/src/test/resources/golden")
values = {}


def put(name, *numbers):
    for index, number in enumerate(numbers):
        values[f"{name}.{index}" if len(numbers) > 1 else name] = float(number)


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

# ---------------------------------------------------------------- standardised differences
x, y = age[treated == 1], age[treated == 0]
n1, n2, v1, v2 = len(x), len(y), x.var(ddof=1), y.var(ddof=1)
z = stats.norm.ppf(0.975)
s = np.sqrt((v1 + v2) / 2)
d = (x.mean() - y.mean()) / s
variance = d**2 * (v1**2 / (n1 - 1) + v2**2 / (n2 - 1)) / (8 * s**4) + v1 / (s**2 * (n1 - 1)) + v2 / (s**2 * (n2 - 1))
put("smd.continuous", d, d - z * np.sqrt(variance), d + z * np.sqrt(variance))
pooled = np.sqrt(((n1 - 1) * v1 + (n2 - 1) * v2) / (n1 + n2 - 2))
d, root, m = (x.mean() - y.mean()) / pooled, np.sqrt(n1 * n2 / (n1 + n2)), n1 + n2 - 2
ends = [optimize.brentq(lambda c: stats.nct.cdf(d * root, m, c * root) - p, -5, 5, xtol=1e-14) for p in (0.975, 0.025)]
put("smd.cohen", d, *ends)
from scipy.special import gammaln
put("smd.hedges", d * np.exp(gammaln(m / 2) - gammaln((m - 1) / 2)) / np.sqrt(m / 2), *ends)


def binary(p, q):
    return (p - q) / np.sqrt((p * (1 - p) + q * (1 - q)) / 2)


a, b, h = 31 / 82, 16 / 62, 1e-5
error = 0
for e, k in ((np.array([1, 0]), 82), (np.array([0, 1]), 62)):
    f = lambda t: binary(*(np.array([a, b]) + t * e))
    slope = (f(-2 * h) - 8 * f(-h) + 8 * f(h) - f(2 * h)) / (12 * h)
    p = (np.array([a, b]) * e).sum()
    error += slope**2 * p * (1 - p) / k
put("smd.binary", binary(30 / 80, 15 / 60), binary(a, b) - z * np.sqrt(error), binary(a, b) + z * np.sqrt(error))
first, second = np.bincount(site[treated == 1], minlength=3), np.bincount(site[treated == 0], minlength=3)
p, q = (first / first.sum())[1:], (second / second.sum())[1:]
cov = (np.diag(p) - np.outer(p, p) + np.diag(q) - np.outer(q, q)) / 2
d2 = (p - q) @ np.linalg.solve(cov, p - q)
effective = first.sum() * second.sum() / N
ends = [0 if stats.chi2.cdf(effective * d2, 2) <= t else np.sqrt(
    optimize.brentq(lambda c: stats.ncx2.cdf(effective * d2, 2, c) - t, 1e-9, 200, xtol=1e-13) / effective)
    for t in (0.975, 0.025)]
put("smd.categorical", np.sqrt(d2), *ends)
far = 40.0
put("ncx2.far", np.sqrt(optimize.brentq(lambda c: stats.ncx2.cdf(far, 3, c) - 0.975, 1, 200, xtol=1e-13)))

# ---------------------------------------------------------------- partial correlation: statsmodels' residuals
Z = sm.add_constant(np.column_stack([age, site]))
ra, rb = sm.OLS(marker, Z).fit().resid, sm.OLS(outcome, Z).fit().resid
r = np.corrcoef(ra, rb)[0, 1]
left = N - 2 - 3
put("partial", r, np.tanh(np.arctanh(r) - z / np.sqrt(left)), np.tanh(np.arctanh(r) + z / np.sqrt(left)))
put("partial.fisher", 2 * stats.norm.sf(abs(np.arctanh(r)) * np.sqrt(left)))
put("partial.t", sm.OLS(outcome, np.column_stack([Z, marker])).fit().pvalues[-1])

# ---------------------------------------------------------------- weighting: stacked estimating equations
X = np.column_stack([np.ones(N), age, marker])
start = sm.Logit(treated, X).fit(disp=0, tol=1e-14).params
expit = lambda v: 1 / (1 + np.exp(-v))
weights = {
    "all": lambda e: np.where(treated, 1 / e, 1 / (1 - e)),
    "treated": lambda e: np.where(treated, 1, e / (1 - e)),
    "untreated": lambda e: np.where(treated, (1 - e) / e, 1),
    "overlap": lambda e: np.where(treated, 1 - e, e),
}
t = stats.t.ppf(0.975, len(set(patient)) - 1)
for name, weight in weights.items():
    def equations(theta):
        e = expit(X @ theta[:3])
        w = weight(e)
        return np.column_stack([
            X * (treated - e)[:, None], w * (1 - treated) * (outcome - theta[3]), w * treated * (outcome - theta[4])])

    w = weight(expit(X @ start))
    means = [np.average(outcome[treated == g], weights=w[treated == g]) for g in (0, 1)]
    theta = np.concatenate([start, means])
    jacobian = np.zeros((5, 5))
    for j in range(5):
        step = np.zeros(5)
        step[j] = 1e-4 * max(1e-2, abs(theta[j]))
        f = lambda k: equations(theta + k * step).sum(axis=0)
        jacobian[:, j] = (f(-2) - 8 * f(-1) + 8 * f(1) - f(2)) / (12 * step[j])
    influence = -equations(theta) @ np.linalg.inv(jacobian).T
    clusters = np.array([influence[patient == c].sum(axis=0) for c in sorted(set(patient))])
    k = len(clusters)
    covariance = clusters.T @ clusters * k / (k - 1)
    effect = means[1] - means[0]
    error = np.sqrt(covariance[4, 4] + covariance[3, 3] - 2 * covariance[3, 4])
    put(f"ipw.{name}.difference", effect, effect - t * error, effect + t * error)
    error = np.sqrt(covariance[4, 4])
    put(f"ipw.{name}.mean", means[1], means[1] - t * error, means[1] + t * error)
    put(f"ipw.{name}.size", *[w[treated == g].sum() ** 2 / (w[treated == g] ** 2).sum() for g in (0, 1)])
    put(f"ipw.{name}.share", *[w[treated == g].max() / w[treated == g].sum() for g in (0, 1)])
    put(f"ipw.{name}.balance", *[
        (np.average(c[treated == 1], weights=w[treated == 1]) - np.average(c[treated == 0], weights=w[treated == 0]))
        / np.sqrt((c[treated == 1].var(ddof=1) + c[treated == 0].var(ddof=1)) / 2) for c in (age, marker)])

with open(GOLDEN / "dependence_values.csv", "w", encoding="utf-8") as out:
    out.write("name,value\n")
    for key, value in values.items():
        out.write(f"{key},{value!r}\n")
print(len(values), "values")
