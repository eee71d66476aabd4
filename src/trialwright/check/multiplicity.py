"""How many of the significant results remain when their number is allowed for?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.exposed import says
from trialwright.check.evidence.ledger import entry, p_bounds
from trialwright.model.check import Check
from trialwright.model.labels import at_baseline, words
from trialwright.model.result import Reading, Result

NAME = "multiplicity"
SOURCE = "Step-down adjustment of all p-values printed: Holm 1979, Scand J Stat 6:65"

ALPHA = 0.05
FEWEST = 4
_HANDLED = r"\b(?:bonferroni|holm|hochberg|hommel|hierarchical(?:ly)?|gatekeeping|closed test|multiplicity|multiple (?:testing|comparisons)|false discovery|dunnett|tukey|fixed[- ]sequence)\b"


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        tests = [
            (r, *p_bounds(p))
            for r in reading.results
            if (p := _p(r)) is not None
            and p.relation in ("=", "<", "<=", ">")
            and not at_baseline(reading.document, r)
        ]
        if len(tests) >= FEWEST and any(high <= ALPHA for *_, high in tests):
            yield from _one(reading, tests)


def _p(r: Result):  # type: ignore[no-untyped-def]
    return r.value if r.measure == "p_value" else r.p


def _kept(values: Sequence[float]) -> int:
    """How many of these p-values remain after Holm's adjustment for all of them."""
    m = len(values)
    remain = (p <= ALPHA / (m - i) for i, p in enumerate(sorted(values)))
    return next((i for i, stays in enumerate(remain) if not stays), m)


def _one(reading: Reading, tests: list[tuple[Result, float, float]]) -> Iterator[Check]:
    ordered = [(r, high) for r, _, high in sorted(tests, key=lambda x: x[2])]
    # Each p at the largest value its print leaves open: what survives here survives whatever was rounded.
    m, kept, most = len(ordered), _kept([p for _, p in ordered]), _kept([low for _, low, _ in tests])
    nominal = sum(p <= ALPHA for _, p in ordered)
    handled = says(reading, _HANDLED)
    lost = ordered[kept:nominal]
    facts: dict[str, float | str] = {
        "tests": float(m),
        "significant": float(nominal),
        "after Holm": float(kept),
    }
    formula = (
        f"Holm over {m} p-values: p({kept + 1}) > {ALPHA:g}/{m - kept} = {ALPHA / (m - kept):.4f}"
        if kept < m
        else f"Holm over {m} p-values: all remain"
    )
    remain = (
        f"{kept} remain" if most <= kept else f"{kept} to {most} remain, as far as the printed digits tell,"
    )
    text = (
        f"Of {m} p-values {nominal} are at most {ALPHA:g}; {remain} after Holm's adjustment for all of them"
    )
    names = sorted({r.endpoint for r, _ in lost if words(r.endpoint)})
    lost_text = f" (not: {', '.join(names[:4])})" if names else ""
    if handled is not None or not lost:
        yield entry(NAME, reading, [r for r, _ in ordered], "consistent", f"{text}" + (f"; the text says “{handled.exact}”." if handled else "."),
            recomputed=facts, formula=formula, severity="none" if not lost else "note")  # fmt: skip
        return
    yield entry(
        NAME, reading, [r for r, _ in ordered], "not checkable", f"{text}{lost_text}; no adjustment is mentioned.", recomputed=facts,
        explanation="which tests were planned, and in which order, is not said", severity="note", formula=formula,
    )  # fmt: skip
