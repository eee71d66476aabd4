"""Documents that tell of the endpoint and add nothing to a pool, each with what they tell of it instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.model.findings import Missing
from trialwright.model.labels import at_baseline, contains, words
from trialwright.model.one_trial import Trials
from trialwright.model.pooled import Scale
from trialwright.model.result import Reading, Result
from trialwright.pool.on_scale import MADE

_AS = {
    "proportion": "shares of patients",
    "mean": "means",
    "median": "medians",
    "difference": "a difference",
    "relative_change": "a change in percent",
    "odds_ratio": "an odds ratio",
    "risk_ratio": "a risk ratio",
    "hazard_ratio": "a hazard ratio",
    "rate_ratio": "a rate ratio",
    "risk_difference": "a difference in risks",
    "p_value": "a p value",
    "statistic": "the statistic of a test",
}
_CORRECTS = re.compile(
    r"(?i)\W{0,5}(?:correction|erratum|errata|corrigendum)\b(?!\s(?:of|for)\s(?:an?\s|the\s)?(?:vision|an(?:a)?emia|hyp\w+|deformit|refract))"
)
_OUT = "It does not enter the pooled effect."
_MOST = 3  # kinds that are told


def not_taken(
    readings: Sequence[Reading], trials: Trials, endpoint: str, scale: Scale, counted: set[str]
) -> Iterator[Missing]:
    """Why readings that tell of the endpoint otherwise, or of others alone, add nothing to a pool. counted : the trials
    that it has from other documents, of which nothing is said."""
    without, unread = list[str](), list[str]()
    for reading in readings:
        if _CORRECTS.match(reading.document.text):
            what = f"it corrects an article, and no figure on “{endpoint}” was taken from it: hold those of its article against it"
            yield Missing(kind="evidence", what=what, where=reading.document.name, so=_OUT)
            continue
        told = told_otherwise(reading, endpoint, scale)
        if told is not None:
            identity, shown = trials.of(reading, told[0])
            if identity not in counted:
                yield missing(reading, told[0], shown, told[1])
        elif trials.own(reading) in counted:
            continue
        elif has_results(reading):
            without.append(reading.document.name)
        elif _speaks_of(reading, endpoint):
            unread.append(reading.document.name)
    if unread:
        what = f"“{endpoint}” stands there, and no figure of an arm was read: look whether there is one, as in a table of a kind that is not read"
        yield Missing(kind="evidence", what=what, where=", ".join(unread), so=_OUT)
    if without:
        what = f"no result on “{endpoint}” was read there, though there are others: where it is told by another word, ask by that one"
        yield Missing(kind="evidence", what=what, where=", ".join(without), so=_OUT)


def told_otherwise(reading: Reading, endpoint: str, scale: Scale) -> tuple[Result, str] | None:
    """The first result on the endpoint of a reading none of whose results the scale takes, and why it does not; None where
    nothing tells of the endpoint."""
    about = [
        r
        for r in reading.results
        if r.measure in _AS and contains(f"{r.endpoint} {r.time} {r.subgroup}", endpoint)
    ]
    return (about[0], _why(reading, about, set(words(endpoint)), scale)) if about else None


def has_results(reading: Reading) -> bool:
    """Whether a reading of a trial tells what became of its people."""
    return reading.trial is not None and any(
        r.measure in _AS and (r.arm or r.versus) for r in reading.results
    )


def _speaks_of(reading: Reading, endpoint: str) -> bool:
    """Whether a paragraph, or a row of a table, has the words of the endpoint."""
    text = reading.document.text
    return any(contains(text[b.start : b.end], endpoint) for b in reading.document.blocks)


def _why(reading: Reading, about: Sequence[Result], asked: set[str], scale: Scale) -> str:
    fitting = [r for r in about if r.measure in (MADE[scale].contrast, MADE[scale].arms)]
    if not fitting:
        kinds = list(dict.fromkeys(_AS[r.measure] for r in about))[:_MOST]
        return f"it is told as {_joined(kinds)}, which no {scale.replace('_', ' ')} is made of"
    parts = [r for r in fitting if r.subgroup and not set(words(r.subgroup)) <= asked]
    if parts:
        return f"it is told of a part of the people alone (“{parts[0].subgroup}”)"
    return (
        "it is told at baseline alone"
        if any(at_baseline(reading.document, r) for r in fitting)
        else "none of its results fits"
    )


def _joined(kinds: Sequence[str]) -> str:
    return kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} and {kinds[-1]}"


def missing(reading: Reading, result: Result, trial: str, why: str) -> Missing:
    """Why a result of a trial does not enter a pool, with its words."""
    quote = " ".join(result.quote.exact.split())
    return Missing(
        kind="evidence",
        what=why,
        where=f"{reading.document.name}, {trial}: “{quote[:80]}”",
        so=_OUT,
    )
