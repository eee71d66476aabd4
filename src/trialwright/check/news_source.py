"""Does the news say what its source says?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.documents import is_news, of_one_trial
from trialwright.check.evidence.ledger import entry, shown
from trialwright.check.evidence.news_numbers import fits, is_called_the_same, meant, reductions, slack
from trialwright.check.evidence.news_words import Told, differing, is_of_another_study
from trialwright.check.evidence.outcome_names import outcome_words
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.tables import RATIOS
from trialwright.model.check import Check
from trialwright.model.labels import words
from trialwright.model.result import Reading, Result

NAME = "news_source"
SOURCE = "Sumner et al. 2014, BMJ 349:g7015, on exaggeration between papers and news; numbers compared within rounding"

PART = 1.5  # of the patients of a result: those of one with so many more are all, its own a part
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
    "mean",
    "median",
)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for group in of_one_trial(readings):
        sources = [r for r in group if not is_news(r) and r.results]
        for news in group:
            if sources and is_news(news):
                yield from _one(news, sources)


def _one(news: Reading, sources: Sequence[Reading]) -> Iterator[Check]:
    yield from (_in_words(news, source, told) for source, told in differing(news, sources))
    for r in news.results:
        # A sentence on another trial is held against nothing.
        if is_of_another_study(news, news.document.text[slice(*sentence_of(news, r))]):
            continue
        if r.measure in MEASURES and (r.value is not None or (r.count is not None and r.total)):
            yield _number(news, r, sources)


def _in_words(news: Reading, source: Reading, told: Told) -> Check:
    trial = news.trial
    assert trial is not None
    return entry(
        NAME, news, [*news.results[:1], *trial.arms[:1], *trial.stated[:1], *trial.identifiers[:1]][:1], "not checkable",
        f"The news tells of {told.news}; its source has {told.source}.",
        severity="minor", formula=f"{told.news} | {told.source}", explanation=told.why, also=[*source.results[:1]],
    )  # fmt: skip


def _number(news: Reading, r: Result, sources: Sequence[Reading]) -> Check:
    """One number of the news against all of its sources: in them, of a part, another, of another time, or nowhere."""
    candidates = [x for s in sources for x in meant(news, r, s)]
    whole = [x for x in candidates if not x.subgroup or r.subgroup or _speaks_of_part(news, r, x)]
    found = next((x for x in whole if fits(r, x)), None)
    if found is not None:
        every = _whole_of(news, r, found, whole)
        return _is_there(news, r, found) if every is None else _of_a_part(news, r, found, every)
    if r.measure == "relative_change" and r.value is not None:
        return _reduction(news, r, [x for s in sources for x in s.results])
    part = next((x for x in candidates if fits(r, x)), None)
    if part is not None and whole:
        return _of_a_part(news, r, part, whole[0])
    called = next((x for x in whole if is_called_the_same(r, x)), None)
    if called is not None:
        return _is_another(news, r, called)
    later = next((x for s in sources for x in meant(news, r, s, elsewhere=True) if fits(r, x)), None)
    if later is not None:
        return _of_another_time(news, r, later)
    return _elsewhere(news, r, sources)


def _elsewhere(news: Reading, r: Result, sources: Sequence[Reading]) -> Check:
    """A number that is no source's of its outcome, arm and time: of an arm that is not plain, or of none."""
    loose = next((x for s in sources for x in meant(news, r, s, of_any_arm=True) if fits(r, x)), None)
    return _nowhere(news, r, sources[0].results[0]) if loose is None else _is_there(news, r, loose)


def _what(r: Result) -> str:
    return f"The news's {r.measure.replace('_', ' ')} {_said(r)}" + (f" ({r.endpoint})" if r.endpoint else "")


def _is_there(news: Reading, r: Result, found: Result) -> Check:
    return entry(
        NAME, news, [r], "consistent", f"{_what(r)} is in its source.", formula=_both(r, found), also=[found]
    )


def _of_a_part(news: Reading, r: Result, part: Result, every: Result) -> Check:
    of = part.subgroup or f"{part.total} patients"
    return entry(
        NAME, news, [r], "not checkable", f"{_what(r)} is that of {of} alone in its source; of all it is {_said(every)}.",
        severity="minor", formula=_both(r, every), explanation="a part of the patients is told as the whole", also=[part, every],
    )  # fmt: skip


def _is_another(news: Reading, r: Result, x: Result) -> Check:
    return entry(
        NAME, news, [r], "not checkable", f"{_what(r)} is {_said(x)} in its source ({x.arm or x.endpoint}).", severity="minor",
        formula=_both(r, x), explanation="the news may tell of another time or another part of the patients", also=[x],
    )  # fmt: skip


def _of_another_time(news: Reading, r: Result, x: Result) -> Check:
    return entry(
        NAME, news, [r], "not checkable", f"{_what(r)} at {r.time} is that of {x.time} in its source.", severity="minor",
        formula=f"{r.time} | {x.time}", explanation="the number of one time is told of another", also=[x],
    )  # fmt: skip


def _nowhere(news: Reading, r: Result, first: Result) -> Check:
    return entry(
        NAME, news, [r], "not checkable", f"{_what(r)} is not among the numbers read from its source.", severity="note",
        formula=_said(r), explanation="another source, another form of the number, or not read there", also=[first],
    )  # fmt: skip


def _both(r: Result, x: Result) -> str:
    return f"{_said(r)} | {_said(x)}"


def _whole_of(news: Reading, r: Result, found: Result, whole: Sequence[Result]) -> Result | None:
    """The result of all patients where the one that the news has is of a part, by its size, that its sentence does not name."""
    if (
        not found.total
        or found.subgroup  # which the sentence names, or it were not among these
        or fits(r, big := max(whole, key=lambda x: x.total or 0))
        or (big.total or 0) < PART * found.total
    ):
        return None
    texts = [
        news.document.text[slice(*sentence_of(news, r))],
        found.quote.prefix + found.quote.exact,
        big.quote.prefix + big.quote.exact,
    ]
    said, own, of_all = (set(words(t)) for t in texts)
    return None if said & (own - of_all - {w for w in own if w.isdigit()}) else big


def _reduction(news: Reading, r: Result, given: Sequence[Result]) -> Check:
    """A reduction, which the source may tell as a ratio or as two shares."""
    assert r.value is not None
    ways = reductions(given, r.endpoint)
    for percent, open_, of in ways:
        if abs(abs(r.value.value) - percent) <= slack(r.value) + open_ + 1e-9:
            return entry(
                NAME, news, [r], "consistent", f"{_what(r)} is what its source's figures give: {percent:.3g} %.", formula=f"{_said(r)} | {_said(of)}: {percent:.3g} %", also=[of]
            )  # fmt: skip
    if (
        not ways
        or not outcome_words(r.endpoint)
        or not any(
            is_called_the_same(r, x) for x in given if x.measure in (*RATIOS, "proportion", "relative_change")
        )
    ):
        return _nowhere(news, r, given[0])
    told = ", ".join(f"{x:.3g} %" for x, *_ in ways[:3])
    return entry(
        NAME, news, [r], "not checkable", f"{_what(r)} is not what its source's figures give: {told}.", severity="minor",
        formula=f"{_said(r)} | {told}", explanation="the news may tell of another outcome, another time or another part of the patients", also=[given[0]],
    )  # fmt: skip


def _speaks_of_part(news: Reading, r: Result, x: Result) -> bool:
    """Whether the sentence of a number of the news names the part of the patients that the source's is of."""
    said = news.document.text[slice(*sentence_of(news, r))]
    # "women" alone is the name of a part; beside another word ("women with diabetes") it tells none.
    part = set(words(x.subgroup))
    return bool((part - _PEOPLE or part) & set(words(said)))


_PEOPLE = frozenset(words("patients people women men adults children those with and of the in"))


def _said(x: Result) -> str:
    counts = f"{x.count}/{x.total}" if x.count is not None and x.total else ""
    value = shown(x.value) if x.value is not None else ""
    return f"{counts} ({value})" if counts and value else counts or value
