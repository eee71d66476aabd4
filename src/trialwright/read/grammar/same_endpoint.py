"""Contrasts and p-values that name no endpoint, beside figures that do."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from trialwright.model.base import Because
from trialwright.model.result import Result
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.limits import SENTENCE
from trialwright.read.patterns import Pattern

CONTRASTS = ("difference", "odds_ratio", "risk_ratio", "hazard_ratio", "rate_ratio", "risk_difference")
_FIGURES = ("proportion", "mean", "median")
_THE_RATIO = Pattern(r"(?i)\s*the\s(?:[\w-]+\s){0,3}?(?:ratio|difference)\b")
_NEAR = 250  # characters: the sentence before, not the paragraph before


def with_endpoints(results: Sequence[Result], sentences: Sequence[Sentence]) -> list[Result]:
    """Fills an empty endpoint from the one endpoint of the figures in the sentence, or, for a sentence that opens
    with "The odds ratio ...", from the one endpoint spoken of just before. The figure is in the lineage."""
    out = list(results)
    order = sorted(range(len(out)), key=lambda i: out[i].quote.start)
    starts = [out[i].quote.start for i in order]
    for sentence in sentences:
        start, end = sentence.start, sentence.start + len(sentence.text)
        inside = sorted(order[bisect_left(starts, start) : bisect_left(starts, end)])
        bare = [i for i in inside if not out[i].endpoint and _compares(out[i])]
        if not bare:
            continue
        figures = [out[i] for i in inside if out[i].measure in _FIGURES and out[i].arm]
        if not figures and _THE_RATIO.match(sentence.text):
            near = sorted(order[bisect_left(starts, start - 2 * SENTENCE) : bisect_left(starts, start)])
            figures = [out[i] for i in near if 0 <= start - out[i].quote.end < _NEAR]
        if len({r.endpoint for r in figures}) == 1 and figures[-1].endpoint:
            for i in bare:
                out[i] = _filled(out[i], figures[-1])
    return out


def _compares(result: Result) -> bool:
    return bool(result.versus) and (result.measure in CONTRASTS or result.measure == "p_value")


def _filled(result: Result, figure: Result) -> Result:
    why = Because(
        rule="read.grammar.same_endpoint",
        of=(*result.because.of, figure.id),
        formula=f"the figures beside it are of {figure.endpoint}",
    )
    return result.model_copy(
        update={"endpoint": figure.endpoint, "time": result.time or figure.time, "because": why}
    )
