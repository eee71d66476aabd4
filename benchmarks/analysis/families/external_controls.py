"""Propensity, weights and matching of external controls."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown
from trialwright.kernels.balancing import standardized_differences
from trialwright.pool import external


def historical_control(case: Case) -> dict[str, Any]:
    """`glm logistic PS; ATT weights; overlap weights; matchit(method='nearest', ...)`, on the terms that are stated."""
    matched = re.search(r"matchit\(([^)]*)\)", case.call)
    if not re.search(r"glm logistic PS", case.call) or (
        matched and not re.search(r"method\s*=\s*'nearest'\s*,\s*1:1, no repl", matched[1])
    ):
        raise Unknown(case.call)
    terms, treated = list(case.stated("ps_terms")), case.column("treat") == 1
    x, used = _design(case, terms[1:])
    outcome = _outcome(case, used)
    p, beta = external.propensity(x, treated)
    odds, overlap, near = (external.balance(x, treated, m) for m in ("odds", "overlap", "sweep"))
    rows = list(case.stated("smd_rows"))
    shown = np.column_stack([p, _all_levels(case, rows[1:])])
    effects = [external.compare(outcome, treated, b) for b in (odds, overlap, near)]
    return {
        "ps_coef": beta, "ps_terms": terms, "ps_first10": p[:10], "ess_control": odds.effective[1],
        "att_ipw": effects[0], "ato": effects[1], "nn_att": effects[2],
        "nn_n": int((near.weights[treated] > 0).sum()), "smd_rows": rows,
        "smd_unmatched": standardized_differences(shown, treated, np.ones(len(p))),
        "smd_matched": standardized_differences(shown, treated, near.weights),
    }  # fmt: skip


def _column(case: Case, term: str) -> tuple[np.ndarray, str]:
    """A term's column and the data's own: a number's, or a level's indicator."""
    if term in case.data:
        return case.column(term), term
    for name, values in case.data.items():
        if term.startswith(name) and term[len(name) :] in {str(v) for v in values}:
            return np.array([str(v) == term[len(name) :] for v in values], dtype=float), name
    raise Unknown(f"the term {term}")


def _design(case: Case, terms: list[str]) -> tuple[np.ndarray, set[str]]:
    found = [_column(case, t) for t in terms]
    return np.column_stack([c for c, _ in found]), {n for _, n in found}


def _all_levels(case: Case, rows: list[str]) -> np.ndarray:
    return _design(case, rows)[0]


def _outcome(case: Case, used: set[str]) -> np.ndarray:
    """The one column of numbers that is neither the group nor a covariate."""
    left = [
        n for n, v in case.data.items() if n not in used | {"treat"} and v and isinstance(v[0], int | float)
    ]
    if len(left) != 1:
        raise Unknown("which column the outcome is")
    return case.column(left[0])


FAMILIES = {"historical-control": historical_control}
