"""Reference values for equivalence tests: means from statsmodels, score tests by numerical likelihood.

The score test of two proportions of statsmodels 0.13 is no reference: its linear coefficient of the restricted likelihood
has count0 x diff where Miettinen & Nurminen have nobs0 x diff, and its proportions do not maximise the likelihood.

Usage: python3 reference/equivalence_golden.py      (from the root of the repository, after stats_golden.py)
Debian packages: python3-numpy python3-scipy python3-statsmodels

Writes equivalence.csv (name,value) to stats/src/test/resources/golden.
"""

import numpy as np
from scipy import optimize, stats
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW, ttost_ind, ttost_paired

from golden import GOLDEN, finish, put


sample = np.genfromtxt(GOLDEN / "sample.csv", delimiter=",", names=True)
one, two = sample["score"][:60], sample["score"][60:140]
result = ttost_ind(one, two, -0.5, 0.4, usevar="unequal")
interval = CompareMeans(DescrStatsW(one), DescrStatsW(two)).tconfint_diff(0.10, usevar="unequal")
put("means", result[1][1], result[2][1], *interval)
result = ttost_paired(sample["score"][:60], sample["other"][:60], -0.5, 0.4)
interval = DescrStatsW(sample["score"][:60] - sample["other"][:60]).tconfint_mean(0.10)
put("paired-means", result[1][1], result[2][1], *interval)


# --------------------------------------------- score tests at the maximum of the likelihood under the margin
def farrington_manning(k1, n1, k2, n2, delta):
    low, high = max(0.0, delta), min(1.0, 1 + delta)

    def loglik(p):
        q = p - delta
        return sum(c * np.log(s) for c, s in ((k1, p), (n1 - k1, 1 - p), (k2, q), (n2 - k2, 1 - q)) if c > 0)

    def gradient(p):
        q = p - delta
        return k1 / p - (n1 - k1) / (1 - p) + k2 / q - (n2 - k2) / (1 - q)

    p = optimize.brentq(gradient, low + 1e-12, high - 1e-12, xtol=1e-16, rtol=1e-15)
    assert loglik(p) >= loglik((low + high) / 2) - 1e-9
    return (k1 / n1 - k2 / n2 - delta) / np.sqrt(p * (1 - p) / n1 + (p - delta) * (1 - p + delta) / n2)


for k1, n1, k2, n2 in [(85, 100, 52, 60), (9, 40, 3, 35), (199, 200, 147, 150)]:
    put(f"proportions.{k1}.{n1}.{k2}.{n2}", stats.norm.sf(farrington_manning(k1, n1, k2, n2, -0.1)),
        stats.norm.cdf(farrington_manning(k1, n1, k2, n2, 0.1)))


def tango(b, c, m, delta):
    low, high = max(0.0, -delta), (1 - delta) / 2
    gradient = lambda q: b / (q + delta) + c / q - 2 * (m - b - c) / (1 - 2 * q - delta)
    q = optimize.brentq(gradient, low + 1e-13, high - 1e-13, xtol=1e-16, rtol=1e-15)
    return (b - c - m * delta) / np.sqrt(m * (2 * q + delta - delta * delta))


for b, c, m in [(12, 5, 100), (3, 3, 60)]:
    put(f"paired-proportions.{b}.{c}.{m}", stats.norm.sf(tango(b, c, m, -0.1)), stats.norm.cdf(tango(b, c, m, 0.1)))

finish("equivalence.csv")
