"""A figure of one group: the proportion of one arm, or a correlation. It compares nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.model.base import Because
from trialwright.model.check import Check
from trialwright.model.labels import role_of
from trialwright.model.pooled import Effect, Scale
from trialwright.model.result import Reading, Result
from trialwright.pool.arm_level import has_counts, refuse_figures
from trialwright.pool.candidate import Candidate, Refused
from trialwright.pool.contrast import refuse_what_checks_reject
from trialwright.pool.on_scale import ADDED, MADE

_CORRELATION = re.compile(r"r\((\d+)\)")  # r with its degrees of freedom, as the reader names a statistic


def proportions(
    reading: Reading, results: Sequence[Result], scale: Scale, trial: str, checks: Sequence[Check], arm: str
) -> list[Candidate]:
    """One for each result with counts of an arm whose role is `arm`, "experimental" or "control". Raises Refused where
    only an impossible count is there."""
    found, refused = list[Candidate](), list[Refused]()
    for r in results:
        if r.measure == "proportion" and not r.versus and has_counts(r) and is_of(reading, r, arm):
            try:
                refuse_figures(checks, r)
                found.append(_proportion(reading, r, scale, trial))
            except Refused as why:
                refused.append(why)
    if refused and not found:
        raise refused[0]
    return found


def is_of(reading: Reading, result: Result, arm: str) -> bool:
    """Whether a result is of the arm asked for. A trial with one arm, or none named, has only the experimental one."""
    arms = reading.trial.arms if reading.trial else ()
    role = role_of(reading.trial, result.arm) if result.arm else ""
    if role:
        return role == arm
    return arm == "experimental" and len(arms) < 2


def _proportion(reading: Reading, r: Result, scale: Scale, trial: str) -> Candidate:
    x, n = r.count or 0, r.total or 0
    made = MADE[scale]
    zero = made.zeros and x in (0, n)
    assert made.of is not None
    y, v = made.of(x, n, ADDED) if zero else made.of(x, n)
    added = f", {ADDED} added to both cells because one is zero" if zero else ""
    return _candidate(
        reading, r, scale, trial, float(y), float(v), n, f"{r.arm} {x}/{n}{added}: y = {y:.4g}, v = {v:.4g}"
    )


def correlations(
    reading: Reading, results: Sequence[Result], scale: Scale, trial: str, checks: Sequence[Check]
) -> Iterator[Candidate]:
    """Each r with its degrees of freedom, n - 2. Raises Refused for one that cannot be."""
    for r in results:
        degrees = _CORRELATION.fullmatch(r.analysis)
        if r.measure != "statistic" or degrees is None or r.value is None:
            continue
        refuse_what_checks_reject([c for c in checks if r.id in c.subjects])
        n, value = int(degrees[1]) + 2, r.value.value
        if not -1 < value < 1 or n < 4:
            raise Refused("a correlation lies between -1 and 1, of four pairs at least")
        made = MADE[scale].of
        assert made is not None
        y, v = (float(x) for x in made(value, n))
        yield _candidate(
            reading, r, scale, trial, y, v, n, f"y = artanh({value:g}) = {y:.4g}; v = 1/({n} - 3) = {v:.4g}"
        )


def _candidate(
    reading: Reading, r: Result, scale: Scale, trial: str, y: float, v: float, n: int, formula: str
) -> Candidate:
    effect = Effect(
        trial=trial, label=trial or reading.document.name, scale=scale, y=y, v=v, n=(n, 0), endpoint=r.endpoint, time=r.time,
        because=Because(rule="pool.one_group", of=(r.id,), formula=formula),
    )  # fmt: skip
    return Candidate(effect=effect, reading=reading, results=(r,), kind="arms")
