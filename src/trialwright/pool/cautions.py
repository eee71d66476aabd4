"""What to know of a trial's figures before they are pooled: of which people, of which analysis, and which trial may be there twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from trialwright.model.labels import sentence_of, words
from trialwright.model.one_trial import as_many_tried, looks_at_some, try_the_same
from trialwright.model.result import Reading, Result
from trialwright.pool.candidate import Candidate
from trialwright.pool.one_scale import spread_cautions

_SOME = re.compile(
    r"(?i)\b(?P<x>per[\s-]?protocol|as[\s-]treated|on[\s-]treatment|completers?|evaluable)\s(?:\w+\s)?(?:analys[ei]s|population|set|cohort|patients|participants|sample)\b|\b(?P<y>per[\s-]?protocol)\b"
)
_ALL = re.compile(
    r"(?i)\bintention[\s-]to[\s-]treat\b|\bintent[\s-]to[\s-]treat\b|\bm?ITT\b|\bfull[\s-]analysis\b"
)
_INTERIM = re.compile(r"(?i)\binterim\s(?:analys[ei]s|results?|report|look|data)\b")
_COMPOSITE = re.compile(r"(?i)\bor\b|\w,\s\w|\bcomposite\b")  # "death or stroke" is more than death
_HEAD = 200  # characters that hold a title
_NONE_SINCE = re.compile(r"(?i)\bfinal\b|\bno\sinterim\b")


def noted(chosen: Sequence[Candidate], endpoint: str) -> list[Candidate]:
    """The candidates of a pool, each with what to know of its figures by itself and beside the others."""
    out = _twice([_with_caution(c, set(words(endpoint))) for c in chosen])
    spreads = spread_cautions(out)
    return [_cautioned(c, spreads.get(i, "")) for i, c in enumerate(out)]


def _with_caution(candidate: Candidate, asked: set[str]) -> Candidate:
    """The candidate whose effect tells what its own sentence says of the people or the look that its figures are of, and that it is
    of more outcomes than the one asked for."""
    name = candidate.results[0].endpoint
    told = (
        [f"its figures are of “{name}”"]
        if _COMPOSITE.search(name) and not set(words(name)) - {"and"} <= asked | {"or"}
        else []
    )
    return _cautioned(candidate, "; ".join([*told, *_of_sentence(candidate.reading, candidate.results[0])]))


def _of_sentence(reading: Reading, result: Result) -> Iterator[str]:
    sentence = sentence_of(reading.document, result)
    some = _SOME.search(sentence)
    if some and not _ALL.search(sentence):
        yield f"its figures are of the {(some['x'] or some['y']).lower()} population alone, and not of all who were randomised"
    if _INTERIM.search(sentence) and not _NONE_SINCE.search(sentence):
        yield "its figures are of an interim analysis"


def _twice(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The candidates; of two that try the same in arms of the same sizes, the later one tells that they may be one trial."""
    out = list(chosen)
    for i, k in combinations(range(len(out)), 2):
        sizes = as_many_tried(out[i].reading, out[k].reading)
        if sizes:
            told = f"the same is tried in {out[i].effect.label}, in arms of the same sizes ({' and '.join(map(str, sizes))}): if they are one trial, it counts twice"
            out[k] = _cautioned(out[k], told)
        for some, whole in ((i, k), (k, i)) if not sizes else ():
            if looks_at_some(out[some].reading) and try_the_same(out[some].reading, out[whole].reading):
                told = f"it looks at some of a trial's people, or follows them up, and {out[whole].effect.label} tries the same: if they are of that trial, they count twice"
                out[some] = _cautioned(out[some], told)
        for early, late in ((i, k), (k, i)):
            if _is_interim(out[early]) and try_the_same(out[early].reading, out[late].reading):
                told = f"it tells of an interim analysis, and {out[late].effect.label} tries the same: if that is its end, the trial counts twice"
                out[early] = _cautioned(out[early], told)
    return out


def _is_interim(candidate: Candidate) -> bool:
    """Whether a document's head, or the sentence of its figures, tells of an interim analysis."""
    head = candidate.reading.document.text[:_HEAD]
    told = _INTERIM.search(head) and not _NONE_SINCE.search(head)
    return bool(told) or "interim" in candidate.effect.caution


def _cautioned(candidate: Candidate, told: str) -> Candidate:
    """The candidate with something more to know of its figures, if anything."""
    if not told:
        return candidate
    both = "; ".join(filter(None, (candidate.effect.caution, told)))
    return replace(candidate, effect=candidate.effect.model_copy(update={"caution": both}))
