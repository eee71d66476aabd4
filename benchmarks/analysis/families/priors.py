"""Hierarchical models, meta-analytic-predictive priors, mixtures and their operating characteristics."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown
from trialwright.kernels.normal_mixtures import NormalMixture, shortest_interval
from trialwright.pool import priors
from trialwright.pool.priors import BetaMixture

TAU = {"HN": "half-normal", "HC": "half-cauchy", "EXP": "exponential"}


def hierarchy(case: Case) -> dict[str, Any]:
    """`NNHM, mu~N(m,s), tau~HN(scale)`, or the binomial one."""
    found = re.search(
        r"mu\s*~\s*N\(\s*([-\d.]+)\s*,\s*([\d.]+)\s*\)[,;]?\s*tau\s*~\s*([A-Z]+)\(\s*([\d.]+)\s*\)", case.call
    )
    if not found or found[3] not in TAU:
        raise Unknown(case.call)
    of = {"mean": float(found[1]), "sd": float(found[2]), "tau": TAU[found[3]], "scale": float(found[4])}
    return binomial(case, of) if case.call.startswith("binomial") else normal(case, of)


def normal(case: Case, of: dict[str, Any]) -> dict[str, Any]:
    y = case.column("yi", "y")
    se = case.column("sei") if "sei" in case.data else float(case.data["sigma"]) / np.sqrt(case.column("n"))
    p = priors.normal_hierarchy_posterior(y, se, **of)
    at = np.asarray(case.expected.get("probs", (0.025, 0.5, 0.975)))
    shrunk = [p.theta(a, b) for a, b in zip(y, se, strict=True)]
    return {
        "tau_mean": p.tau_mean, "tau_sd": p.tau_sd, "mu_mean": p.mu.mean, "mu_sd": p.mu.sd, "mu_q": p.mu.quantile(at),
        "new_mean": p.new.mean, "new_sd": p.new.sd, "new_q": p.new.quantile(at), "probs": at,
        "bayesmeta": {
            "tau": of_tau(p), "mu": described(p.mu), "theta_new": described(p.new),
            "theta_new_q": p.new.quantile(np.array([0.025, 0.25, 0.5, 0.75, 0.975])),
            "shrink_mean": [t.mean for t in shrunk], "shrink_sd": [t.sd for t in shrunk],
        },
    }  # fmt: skip


def described(of: NormalMixture) -> dict[str, float]:
    low, high = shortest_interval(of.quantile)
    return {
        "mode": of.mode(), "median": float(of.quantile(0.5)[0]), "mean": of.mean, "sd": of.sd,
        "95% lower": low, "95% upper": high,
    }  # fmt: skip


def of_tau(p: Any) -> dict[str, float]:
    low, high = shortest_interval(p.tau_quantile)
    return {
        "mode": p.tau_mode(), "median": float(p.tau_quantile(np.array([0.5]))[0]), "mean": p.tau_mean, "sd": p.tau_sd,
        "95% lower": low, "95% upper": high,
    }  # fmt: skip


def binomial(case: Case, of: dict[str, Any]) -> dict[str, Any]:
    p = priors.binomial_hierarchy_posterior(case.column("r"), case.column("n"), **of)
    (mu, mu_sd), (tau, tau_sd), (rate, rate_sd) = p.moments("mu"), p.moments("tau"), p.rate_moments()
    names = {"q025": 0.025, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q975": 0.975}
    return {
        "mu_mean": mu, "mu_sd": mu_sd, "tau_mean": tau, "tau_sd": tau_sd, "map_mean": rate, "map_sd": rate_sd,
        "map_q": dict(zip(names, p.rate_quantile(np.array(list(names.values()))), strict=True)),
        "moment_ess": rate * (1 - rate) / rate_sd**2 - 1,
    }  # fmt: skip


def mixture(case: Case) -> dict[str, Any]:
    """`posterior of beta mixture prior after r/n; P(p>c|data)`."""
    prior = BetaMixture(*(case.column(c) for c in "wab"))
    after = priors.updated(prior, x=float(case.data["r"]), n=float(case.data["n"]))
    out = {"w": after.weights, "a": after.a, "b": after.b, "mean": after.mean}
    for cut in re.findall(r"P\(p>([\d.]+)\|data\)", case.call):
        out[f"p_gt_{cut}"] = 1 - float(after.cdf(float(cut)))
    return out


def decisions(case: Case) -> dict[str, Any]:
    """`ess ...; oc1S(m,24,decision1S(q,c,>)); oc2S(Beta(a,b),robust,n1,n2,decision2S(q,d,>)); postmix normal`."""
    d = case.data
    m = BetaMixture(*np.array(d["beta_mix"], dtype=float).T)
    robust = priors.robust(m, d["robust_weight"], d["robust_mean"])
    normal = NormalMixture(*np.array(d["norm_mix"], dtype=float).T)
    after = priors.updated(normal, y=d["norm_data"]["m"], se=d["sigma"] / np.sqrt(d["norm_data"]["n"]))
    out = {f"ess_{k}": priors.effective_size(m, k) for k in priors.SIZES}
    return out | _chances(case, m, robust) | {
        "robust": _rows(robust), "robust_ess_elir": priors.effective_size(robust), "normmix": _rows(normal),
        "normmix_ess_elir": priors.effective_size(normal, "elir", d["sigma"]), "normmix_post": _rows(after),
    }  # fmt: skip


def _chances(case: Case, m: BetaMixture, robust: BetaMixture) -> dict[str, Any]:
    number = r"([\d.]+)"
    one = re.search(rf"oc1S\(m,(\d+),decision1S\({number},{number},([<>])\)\)", case.call)
    two = re.search(
        rf"oc2S\(Beta\({number},{number}\),robust,(\d+),(\d+),decision2S\({number},(-?[\d.]+),([<>])\)\)",
        case.call,
    )
    if not one or not two:
        raise Unknown(case.call)
    flat = BetaMixture(np.ones(1), np.array([float(two[1])]), np.array([float(two[2])]))
    p, p1, p2 = (case.stated(f) for f in ("oc1S_p", "oc2S_p1", "oc2S_p2"))
    needed, q, apart = float(two[5]), float(one[3]), float(two[6])
    # Below a rate is above its complement's.
    of, at, above = (_turned(m), _complement(p), 1 - q) if one[4] == "<" else (m, p, q)
    first, second, at1, at2, gap = (
        (_turned(flat), _turned(robust), _complement(p1), _complement(p2), -apart)
        if two[7] == "<"
        else (flat, robust, p1, p2, apart)
    )
    return {
        "oc1S": priors.success_chance_one_arm(of, int(one[1]), float(one[2]), above, at),
        "oc2S": priors.success_chance_two_arms(first, int(two[3]), second, int(two[4]), needed, at1, at2, gap),
        "oc1S_p": p, "oc2S_p1": p1, "oc2S_p2": p2, "pos_note": case.expected.get("pos_note"),
    }  # fmt: skip


def _turned(m: BetaMixture) -> BetaMixture:
    """Of one less the rate."""
    return BetaMixture(m.weights, m.b, m.a)


def _complement(rates: Any) -> Any:
    return (1 - np.asarray(rates, dtype=float)).tolist()


def _rows(m: priors.Mixture) -> list[list[float]]:
    return np.column_stack(list(m)).tolist()


def map_prior(case: Case) -> dict[str, Any]:
    if "mu~N" in case.call:
        return hierarchy(case)
    return mixture(case) if case.call.startswith("posterior of beta mixture") else decisions(case)


FAMILIES = {"bayesian-ma": hierarchy, "map-prior": map_prior}
