"""Does the news say what its source says?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.documents import is_news, of_one_trial
from trialwright.check.evidence.ledger import entry, shown
from trialwright.model.check import Check
from trialwright.model.labels import same, words
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "news_source"
SOURCE = "Sumner et al. 2014, BMJ 349:g7015, on exaggeration between papers and news; numbers compared within rounding"

MEASURES = (
    "proportion",
    "relative_change",
    "hazard_ratio",
    "odds_ratio",
    "risk_ratio",
    "rate_ratio",
    "difference",
    "risk_difference",
    "p_value",
)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for group in of_one_trial(readings):
        sources = [r for r in group if not is_news(r) and r.results]
        for news in group:
            if sources and is_news(news):
                yield from _one(news, sources)


def _one(news: Reading, sources: Sequence[Reading]) -> Iterator[Check]:
    given = [(s, r) for s in sources for r in s.results]
    arms = frozenset(words(x.arm) for _, x in given if words(x.arm))
    for r in news.results:
        if r.measure not in MEASURES or r.value is None:
            continue
        of = f"{shown(r.value)} among {len(given)} results of {len(sources)} source{'s' if len(sources) > 1 else ''}"
        what = f"{r.measure.replace('_', ' ')} {shown(r.value)}" + (f" ({r.endpoint})" if r.endpoint else "")
        found = next((x for _, x in given if _is_same(r, x, arms)), None) or next(
            (x for _, x in given if _turned(r, x)), None
        )
        if found is not None:
            yield entry(
                NAME,
                news,
                [r],
                "consistent",
                f"The news's {what} is in its source.",
                formula=of,
                also=[found],
            )
            continue
        meant = next((x for _, x in given if _of_the_same(r, x)), None)
        if meant is not None:
            yield entry(NAME, news, [r], "not checkable", f"The news's {what} is {_said(meant)} in its source ({meant.arm or meant.endpoint}).",
                severity="minor", formula=f"{shown(r.value)} | {_said(meant)}", explanation="the news may tell of another time or another part of the patients", also=[meant])  # fmt: skip
        else:
            yield entry(NAME, news, [r], "not checkable", f"The news's {what} is not among the numbers read from its source.", severity="note",
                formula=of, explanation="another source, another form of the number, or not read there", also=[given[0][1]])  # fmt: skip


def _is_same(r: Result, x: Result, arms: frozenset[tuple[str, ...]]) -> bool:
    """Whether a source's result prints the news's number, or its counts give it; not of another arm. arms : words of
    every arm that a source names: a name of the news's own contradicts none."""
    assert r.value is not None
    if x.measure != r.measure or (words(r.arm) in arms and words(x.arm) and not same(r.arm, x.arm)):
        return False
    if x.value is not None:
        return _covers(r.value, x.value)
    exact = 100.0 * x.count / x.total if x.count is not None and x.total else None
    return exact is not None and abs(r.value.value - exact) <= _slack(r.value) + 1e-9


def _of_the_same(r: Result, x: Result) -> bool:
    """Whether a source's result is of the same outcome, arm and part of the patients."""
    alike = all(
        words(getattr(r, f)) == words(getattr(x, f)) for f in ("endpoint", "arm", "versus", "subgroup")
    )
    timed = not words(r.time) or words(r.time) == words(x.time)
    told = x.value is not None or (x.count is not None and x.total)
    return bool(x.measure == r.measure and words(r.endpoint) and alike and timed and told)


def _said(x: Result) -> str:
    counts = f"{x.count}/{x.total}" if x.count is not None and x.total else ""
    value = shown(x.value) if x.value is not None else ""
    return f"{counts} ({value})" if counts and value else counts or value


def _covers(rough: Printed, fine: Printed) -> bool:
    """Whether the news's rounder number is the source's."""
    return abs(rough.value - fine.value) <= _slack(rough) + 0.5 * 10.0**-fine.decimals + 1e-9


def _slack(rough: Printed) -> float:
    return (1.0 if rough.relation == "~" else 0.5) * 10.0**-rough.decimals


def _turned(r: Result, x: Result) -> bool:
    """A ratio told as a reduction: 0.75 as 25 % less."""
    if (
        r.measure != "relative_change"
        or x.measure not in ("hazard_ratio", "risk_ratio", "odds_ratio", "rate_ratio")
        or not r.value
        or not x.value
    ):
        return False
    return (
        abs(abs(r.value.value) - abs(100 * (1 - x.value.value)))
        <= 0.5 * 10.0**-r.value.decimals + 50 * 10.0**-x.value.decimals + 1e-9
    )
