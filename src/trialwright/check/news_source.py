"""Does the news say what its source says?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.documents import is_news, of_one_trial
from trialwright.check.evidence.ledger import entry, shown
from trialwright.model.check import Check
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
    for r in news.results:
        if r.measure not in MEASURES or r.value is None:
            continue
        same = next(
            (x for _, x in given if x.measure == r.measure and x.value and _covers(r.value, x.value)), None
        )
        other = same or next((x for _, x in given if _turned(r, x)), None)
        formula = f"{shown(r.value)} among {len(given)} results of {len(sources)} source{'s' if len(sources) > 1 else ''}"
        what = f"{r.measure.replace('_', ' ')} {shown(r.value)}" + (f" ({r.endpoint})" if r.endpoint else "")
        if other is not None:
            yield entry(
                NAME,
                news,
                [r],
                "consistent",
                f"The news's {what} is in its source.",
                formula=formula,
                also=[other],
            )
        else:
            yield entry(NAME, news, [r], "not checkable", f"The news's {what} is not among the numbers read from its source.", severity="note",
                formula=formula, explanation="another source, another form of the number, or not read there", also=[given[0][1]])  # fmt: skip


def _covers(rough: Printed, fine: Printed) -> bool:
    """Whether the news's rounder number is the source's."""
    slack = 10.0**-rough.decimals if rough.relation == "~" else 0.5 * 10.0**-rough.decimals
    return abs(rough.value - fine.value) <= slack + 0.5 * 10.0**-fine.decimals + 1e-9


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
