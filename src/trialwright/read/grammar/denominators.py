"""Results whose totals are not printed get them where the arithmetic (`solve`) leaves only one possibility."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.model.base import Because
from trialwright.model.result import Result
from trialwright.model.trial import Arm, Stated
from trialwright.read.grammar.solve import splits, totals

RULE = "read.grammar.solve.totals"


def fill_totals(results: Sequence[Result], arms: Sequence[Arm], stated: Sequence[Stated]) -> list[Result]:
    """Results whose count and percent leave one total possible get it; the others say why they do not.

    The ceiling is the number randomised (or, without it, treated): no denominator can exceed it.
    """
    whole = next((s for f in ("randomised", "treated", "recruited") for s in stated if s.field == f), None)
    sizes = {a.label: a for a in arms if a.size}
    results = [_as_size(r, whole) for r in results]
    pairs = _pairs(results)
    return [_filled(r, pairs.get(i, []), whole, sizes, len(arms)) for i, r in enumerate(results)]


_SIZE = re.compile(r"(?i)\bn\s?=\s?\d")
_BEYOND = 1.1  # of all people: what rounding cannot explain


def _as_size(result: Result, whole: Stated | None) -> Result:
    """ "5.1% (n = 255)" of 510 people tells how many the percent is of: as a count it would be of thousands."""
    if not _open(result) or whole is None or not _SIZE.search(result.quote.exact):
        return result
    assert result.value is not None
    n = result.count or 0
    if n > whole.value or 100 * n <= _BEYOND * float(whole.value) * result.value.interval[1]:
        return result
    formula = (
        f"{n}/N = {result.value.text} % for no N up to {whole.value}: n is the number that the percent is of"
    )
    because = Because(rule=RULE, of=(*result.because.of, whole.id), formula=formula)
    return result.model_copy(update={"count": None, "total": n, "because": because})


def _open(result: Result) -> bool:
    return bool(
        result.measure == "proportion" and result.count and result.total is None
        and result.value is not None and result.value.relation == "="
    )  # fmt: skip


def _pairs(results: Sequence[Result]) -> dict[int, list[Result]]:
    """Index → all sides of the comparison it belongs to: same endpoint and time, different arms."""
    groups: dict[tuple[str, str], list[int]] = {}
    for i, r in enumerate(results):
        if _open(r) and r.arm:
            groups.setdefault((r.endpoint, r.time), []).append(i)
    pairs: dict[int, list[Result]] = {}
    for members in groups.values():
        if len({results[j].arm for j in members}) == len(members) >= 2:
            sides = [results[j] for j in members]
            pairs |= dict.fromkeys(members, sides)
    return pairs


def _filled(
    result: Result, sides: list[Result], whole: Stated | None, sizes: dict[str, Arm], arm_count: int
) -> Result:
    if not _open(result) or result.value is None or result.count is None:
        return result
    ceiling = int(whole.value) if whole else 10 * max(result.count, 100)
    fits = totals(result.count, result.value, ceiling)
    known = None if result.subgroup else sizes.get(result.arm)
    of = tuple(s.id for s in (whole, known) if s)
    said = f"{result.count}/N = {result.value.text} % for N in {_listing(fits)}"
    if known and known.size in fits:
        return _with(result, known.size, of, f"{said}; the arm has {known.size}")
    if len(fits) == 1:
        return _with(result, fits[0], of, said)
    split = _split(result, sides, ceiling, arm_count) if whole else None
    if split:
        return _with(result, split, of, f"{said}; only N = {split} lets the arms add up to {ceiling}")
    return _with(
        result, None, of, f"{said}: not unique, so no total is given" if fits else f"no N gives {said[:-4]}"
    )


def _split(result: Result, sides: list[Result], total: int, arm_count: int) -> int | None:
    """The one total for this side if the sides of the comparison are all the arms and add up one way only."""
    if len(sides) != arm_count or arm_count < 2:
        return None
    choices = splits([totals(s.count or 0, s.value, total) if s.value else range(0) for s in sides], total)
    return choices[0][sides.index(result)] if len(choices) == 1 else None


def _with(result: Result, total: int | None, of: tuple[str, ...], formula: str) -> Result:
    because = Because(rule=RULE, of=(*result.because.of, *of), formula=formula)
    return result.model_copy(update={"total": total, "because": because})


def _listing(fits: Sequence[int]) -> str:
    shown = ", ".join(str(n) for n in fits[:6])
    return "{" + shown + (f", ... {fits[-1]}" if len(fits) > 6 else "") + "}"


def solved_sizes(arms: Sequence[Arm], results: Sequence[Result], stated: Sequence[Stated]) -> list[Arm]:
    """Arm sizes that are not printed, from totals, when those of all arms add up to the number randomised."""
    whole = next((s for s in stated if s.field == "randomised"), None)
    solved: dict[str, set[int]] = {}
    for r in results:
        if r.measure == "proportion" and r.arm and r.total and not r.subgroup:
            solved.setdefault(r.arm, set()).add(r.total)
    ours = {label: next(iter(ns)) for label, ns in solved.items() if len(ns) == 1}
    known = {a.label: a.size or ours.get(a.label) for a in arms}
    if not whole or len(arms) < 2 or any(n is None for n in known.values()):
        return list(arms)
    if sum(n or 0 for n in known.values()) != whole.value:
        return list(arms)
    formula = " + ".join(str(n) for n in known.values()) + f" = {whole.value} {whole.label}"
    out = []
    for arm in arms:
        if arm.size:
            out.append(arm)
            continue
        of = tuple(
            r.id
            for r in results
            if r.arm == arm.label and r.measure == "proportion" and r.total and not r.subgroup
        )
        why = Because(rule="read.grammar.solve.sizes", of=(*of, whole.id), formula=formula)
        out.append(arm.model_copy(update={"size": known[arm.label], "because": why}))
    return out
