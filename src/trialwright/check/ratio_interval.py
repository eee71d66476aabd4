"""Which effect measure, in which direction, gives the printed estimate and interval from the counts?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.attempts import (
    METHODS,
    Attempt,
    attempts,
    estimate_matches,
    is_far,
    is_narrow,
    matches,
    of_another_level,
    scaled,
)
from trialwright.check.evidence.counted import several_of_one
from trialwright.check.evidence.designs import why_other_test
from trialwright.check.evidence.ledger import entry, figure, shown
from trialwright.check.evidence.p_tests import is_adjusted
from trialwright.check.evidence.said_tests import analysis_said
from trialwright.check.evidence.tables import (
    AFTER_COUNTS,
    Table,
    crosses_sentence,
    is_beside,
    own,
    table_for,
    unnamed_table,
)
from trialwright.kernels import intervals as k
from trialwright.kernels.rounding import rounds_to
from trialwright.model.check import Check, Restated
from trialwright.model.labels import role_of, words
from trialwright.model.result import Reading, Result

NAME = "ratio_interval"
SOURCE = "Woolf 1955 and Katz et al. 1978 on the log scale; Cornfield 1956 exact; Newcombe 1998, method 10"

LABEL = {"odds_ratio": "odds ratio", "risk_ratio": "risk ratio", "risk_difference": "risk difference"}


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading, result in own(readings, *LABEL):
        table = None if result.value is None else table_for(reading, result) or unnamed_table(reading, result)
        if table is not None:
            yield from _one(reading, result, table)


def _one(reading: Reading, result: Result, table: Table) -> Iterator[Check]:
    # Exact limits take a thousand times as long as Wald's, and are rarer: only where Wald's do not fit.
    every = list(attempts(result, table, slow=False))
    if not any(matches(result, w) for w in every):
        far = {(w.measure, w.swapped, w.complement) for w in every if is_far(result, w)}
        every += attempts(result, table, slow=True, but=far)
    near = is_beside(reading, table, result, AFTER_COUNTS) and not crosses_sentence(
        reading, table.second, result
    )
    # Without limits, an estimate of another direction is told only of the counts beside it: chance gives some.
    bound = result.low is not None and result.high is not None
    whole = [
        w
        for w in every
        if matches(result, w) and _is_evidence(result, w, interval=True) and (bound or near or w.as_stated)
    ]
    if whole:
        yield _identified(reading, result, table, _plainest(result, whole))
        return
    if leveled := of_another_level(result, table):
        yield _other_level(reading, result, table, leveled)
        return
    misprinted = [(w, name) for w in every if (name := _the_one_that_differs(result, w))]
    if misprinted:
        yield _misprint(reading, result, table, *misprinted[0])
        return
    estimate = [
        w
        for w in every
        if estimate_matches(result, w) and _is_evidence(result, w, interval=False) and (w.as_stated or near)
    ]
    if estimate:
        yield _estimate_only(reading, result, table, _plainest(result, estimate))
    elif is_beside(reading, table, result) and _of_one_outcome(reading, result, table):
        # Further away, counts that do not give the number may simply not be its counts.
        yield _unexplained(reading, result, table)


def _plainest(result: Result, fits: list[Attempt]) -> Attempt:
    """The fit that departs least from what is said: same measure, as stated, Wald, then the order above."""
    return min(
        fits, key=lambda w: (w.measure != result.measure, not w.as_stated, w.method != "Wald", w.complement)
    )


def _of_one_outcome(reading: Reading, result: Result, table: Table) -> bool:
    """Whether the number and the counts name the same outcome, or stand in one sentence."""
    named = bool(words(result.endpoint) and words(table.first.endpoint))
    return named or not crosses_sentence(reading, table.second, result)


def _is_evidence(result: Result, w: Attempt, interval: bool) -> bool:
    """Whether a match says more than that one of a dozen attempts may agree by chance.

    Another measure needs both limits to agree as well; another direction needs them, or three digits.
    """
    if interval and result.low is not None and result.high is not None:
        return True
    if w.measure != result.measure:
        return False
    assert result.value is not None
    digits = len(f"{abs(result.value.value):.{max(0, result.value.decimals)}f}".replace(".", "").lstrip("0"))
    return w.as_stated or (digits >= 3 and not is_adjusted(result.analysis))


def _other_level(reading: Reading, result: Result, table: Table, w: Attempt) -> Check:
    statement, got, short = _statement(result, table, w.measure, result.level or 95.0)
    return entry(
        NAME, reading, [result, table.first, table.second], "explained",
        f"{_capital(_printed(result))}: {table.words} give it at {w.level:g} %; at the printed {result.level:g} % it is {short}.",
        explanation=f"the interval is of level {w.level:g} %", corrected=_capital(statement), severity="minor",
        restated=_by_counts(result, w.measure, got, result.level or 95.0),
        recomputed={w.measure: got.estimate, "low": got.low, "high": got.high, "level": w.level}, formula=_formula(w, table),
    )  # fmt: skip


def _the_one_that_differs(result: Result, w: Attempt) -> str:
    """ "estimate", "low" or "high" where that one of the three is not what the counts give and the other two are, as
    stated, to three digits together; "" otherwise."""
    if (
        is_adjusted(_said_of(result))
        or not w.as_stated
        or w.measure != result.measure
        or result.value is None
        or result.low is None
        or result.high is None
    ):
        return ""
    three = (
        ("estimate", result.value, w.got.estimate),
        ("low", result.low, w.got.low),
        ("high", result.high, w.got.high),
    )
    off = [
        name
        for name, printed, got in three
        if not rounds_to(scaled(result, w.measure, got), printed.value, printed.decimals)
    ]
    digits = sum(
        len(f"{abs(x.value):.{x.decimals}f}".replace(".", "").lstrip("0"))
        for name, x, _ in three
        if name not in off
    )
    return off[0] if len(off) == 1 and digits >= 3 else ""


def _said_of(result: Result) -> str:
    """What is said of the analysis, beside the number too: "adjusted risk ratio 0.84"."""
    return f"{result.analysis} {result.quote.prefix[-20:]} {result.quote.exact[:20]}"


def _misprint(reading: Reading, result: Result, table: Table, w: Attempt, name: str) -> Check:
    statement, got, short = _statement(result, table, w.measure, w.level, w.got)
    part = {"estimate": "estimate", "low": "lower limit", "high": "upper limit"}[name]
    printed = {"estimate": result.value, "low": result.low, "high": result.high}[name]
    computed = scaled(
        result, w.measure, {"estimate": w.got.estimate, "low": w.got.low, "high": w.got.high}[name]
    )
    # One unit of the last place is no misprint: it may be rounding on the way, or a method that is nearly the same.
    slight = printed is not None and abs(printed.value - computed) < 10.0**-printed.decimals
    return entry(
        NAME, reading, [result, table.first, table.second], "explained",
        f"{_capital(_printed(result))}: {table.words} give {short} by {w.method}: all but the {part} is as printed.",
        explanation=f"the {part} is {'rounded on the way or by another method' if slight else 'misprinted'}",
        corrected="" if slight else _capital(statement), severity="note" if slight else "minor",
        restated=() if slight else _by_counts(result, w.measure, got, w.level),
        recomputed={result.measure: got.estimate, "low": got.low, "high": got.high} | ({} if slight else {"misprinted": part}), formula=_formula(w, table),
    )  # fmt: skip


def _statement(
    result: Result, table: Table, measure: str, level: float, by: k.Interval | None = None
) -> tuple[str, k.Interval, str]:
    """How the number should read, its interval (Wald's, where no other is given), and it in the unit that was printed."""
    got = by or METHODS[measure][0][1](*table.counts, level)
    estimate, low, high = (figure(scaled(result, measure, x)) for x in got)
    arms = table.arms
    unit = "" if scaled(result, measure, 1.0) == 1.0 else " percentage points"
    told = f"{LABEL[measure]} for {table.outcome}, {arms}: {estimate}{unit} ({level:g} % CI {low} to {high})"
    return told, got, f"{estimate}{unit} ({low} to {high})"


def _by_counts(result: Result, measure: str, got: k.Interval, level: float) -> tuple[Restated, ...]:
    """The number as the counts give it, in the unit that is printed; nothing where they give no interval."""
    if not all(math.isfinite(x) for x in got):
        return ()
    figures = dict(zip(("value", "low", "high"), (scaled(result, measure, x) for x in got), strict=True))
    other = None if measure == result.measure else measure
    made = {"result": result.id, "figures": {**figures, "level": level}, "measure": other}
    return (Restated.model_validate(made),)


def _printed(result: Result) -> str:
    name = LABEL.get(result.measure, result.measure)
    if result.low is None or result.high is None:
        return f"the {name} {shown(result.value)}"
    return f"the {name} {shown(result.value)} ({shown(result.low)} to {shown(result.high)})"


def _identified(reading: Reading, result: Result, table: Table, w: Attempt) -> Check:
    statement, got, short = _statement(result, table, w.measure, w.level)
    unnamed = not words(table.first.arm)
    named = not unnamed and (words(result.arm) or words(result.versus) or _roles_known(reading, table))
    inverse = not w.as_stated
    other_measure = w.measure != result.measure
    facts: dict[str, float | str] = {
        w.measure: got.estimate, "low": got.low, "high": got.high, "level": w.level, "method": w.method,
        "orientation": w.described(table), "measure_fits": "as named" if not other_measure else w.measure,
        "direction": ("inverse" if named else "unstated") if inverse else "as printed",
    }  # fmt: skip
    how = f"{w.method} {LABEL[w.measure]}" + ("" if result.low is None else f", {w.level:g} % interval")
    text = f"{_capital(_printed(result))} is the {how} of {w.described(table)} ({table.words})."
    why = []
    if other_measure:
        why.append(f"it is {_a(w.measure)}, not {_a(result.measure)}")
    unsigned = inverse and not other_measure and _is_size(result)
    if inverse:
        why.append(
            _UNSIGNED
            if unsigned
            else "the direction is inverted"
            if named
            else "the text does not say which way it is computed"
        )
        text += f" For {table.outcome}, {table.arms}, it is {short}."
    changed = other_measure or (inverse and bool(named) and not unsigned)
    return entry(
        NAME, reading, [result, table.first, table.second], "explained" if why else "consistent", text,
        explanation="; ".join(why), recomputed=facts, corrected=_capital(statement) if why else "",
        restated=_by_counts(result, w.measure, got, w.level) if why else (),
        severity="major" if changed else "note" if why else "none", formula=_formula(w, table),
    )  # fmt: skip


_UNSIGNED = "it is told as a size, without its sign: the direction is inverted"


def _is_size(result: Result) -> bool:
    """Whether a number is a difference told without a sign, as "an absolute difference of 12 points" is."""
    return result.measure == "risk_difference" and result.value is not None and result.value.value > 0


def _estimate_only(reading: Reading, result: Result, table: Table, w: Attempt) -> Check:
    why = why_other_test(reading, _said_of(result)) or several_of_one(reading, table.first, table.second)
    statement, got, _ = _statement(result, table, result.measure, w.level)
    inverse, other = not w.as_stated, w.measure != result.measure
    unsigned = inverse and not other and _is_size(result)
    facts: dict[str, float | str] = {
        result.measure: got.estimate, "low": got.low, "high": got.high, "orientation": w.described(table),
        "measure_fits": w.measure if other else "as named", "direction": "inverse" if inverse else "as printed",
    }  # fmt: skip
    low, high = (scaled(result, w.measure, x) for x in (w.got.low, w.got.high))
    if why and not inverse and not other:  # the crude limits are not how it should read
        text = f"{_capital(_printed(result))}: the crude figure of {table.words} is the same, with limits {figure(low)} to {figure(high)} by {w.method}."
        nodes = [result, table.first, table.second]
        formula = _formula(w, table)
        return entry(
            NAME, reading, nodes, "explained", text, explanation=why, recomputed=facts, formula=formula
        )
    narrow = not why and not other and is_narrow(result, w)
    return entry(
        NAME, reading, [result, table.first, table.second], "explained",
        f"{_capital(_printed(result))} has the estimate of the {LABEL[w.measure]} of {w.described(table)} ({table.words}); "
        f"its {w.method} limits would be {figure(low)} to {figure(high)}.",
        explanation=("the interval is narrower than any method gives" if narrow else "the interval is by another method or is misprinted") + (f"; {_UNSIGNED if unsigned else 'the direction is inverted'}" if inverse else ""),
        recomputed=facts, corrected=_capital(statement),
        severity="major" if (inverse and not unsigned and words(table.first.arm)) or other else "minor" if narrow else "note",
        restated=_by_counts(result, result.measure, got, w.level),
        formula=_formula(w, table),
    )  # fmt: skip


def _unexplained(reading: Reading, result: Result, table: Table) -> Check:
    statement, got, short = _statement(result, table, result.measure, result.level or 95.0)
    may_be = _may_be_adjusted(result, got)
    adjusted = (
        why_other_test(reading, result.analysis)
        or (analysis_said(reading, result) if may_be else "")
        or several_of_one(reading, table.first, table.second)
    )
    impossible = not adjusted and not may_be
    facts: dict[str, float | str] = {result.measure: got.estimate, "low": got.low, "high": got.high}
    return entry(
        NAME, reading, [result, table.first, table.second], "impossible" if impossible else "not checkable",
        f"{_capital(_printed(result))} is not what {table.words} gives in any direction: "
        f"{table.arms}, the crude figure is {short}.",
        explanation=adjusted or "" if adjusted or impossible else "an adjusted analysis might give it",
        recomputed=facts, corrected=_capital(statement) if impossible else "",
        restated=_by_counts(result, result.measure, got, result.level or 95.0) if impossible else (),
        severity="none" if adjusted else "major" if impossible else "minor",
        formula=f"crude {LABEL[result.measure]} of {table.words} = {figure(got.estimate)}",
    )  # fmt: skip


def _may_be_adjusted(result: Result, crude: k.Interval) -> bool:
    """Whether the crude estimate, or its inverse, lies inside the printed interval: then it cannot be ruled out."""
    if result.low is None or result.high is None or not math.isfinite(crude.estimate):
        return True
    ways = [crude.estimate, -crude.estimate if result.measure == "risk_difference" else 1.0 / crude.estimate]
    low, high = result.low.interval[0], result.high.interval[1]
    return any(low <= scaled(result, result.measure, w) <= high for w in ways)


def _roles_known(reading: Reading, table: Table) -> bool:
    return (
        role_of(reading.trial, table.first.arm) == "experimental"
        or role_of(reading.trial, table.second.arm) == "control"
    )


def _formula(w: Attempt, table: Table) -> str:
    x1, n1, x2, n2 = table.counts
    if w.complement:
        x1, x2 = n1 - x1, n2 - x2
    if w.swapped:
        x1, n1, x2, n2 = x2, n2, x1, n1
    if w.measure == "odds_ratio":
        return f"({x1} x {n2 - x2}) / ({n1 - x1} x {x2}) = {figure(w.got.estimate)}"
    sign = "/" if w.measure == "risk_ratio" else "-"
    return f"({x1}/{n1}) {sign} ({x2}/{n2}) = {figure(w.got.estimate)}"


def _a(measure: str) -> str:
    return f"{'an' if measure == 'odds_ratio' else 'a'} {LABEL[measure]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
