"""What the document says of an endpoint's good direction: "lower is better", "higher scores indicate worse"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from trialwright.model.base import Because
from trialwright.model.trial import Endpoint
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_SAYS = Pattern(
    r"(?i)\b(?P<end>lower|higher)\b(?P<x>[^.;]{0,60}?)\s(?:is|are|being|indicat\w{1,4}"
    r"|mean(?:s|ing)?|denot\w{1,4}|reflect\w{0,3})\s"
    r"(?:an?\s)?(?P<value>better|worse|favou?rable|poorer|improve\w{0,5})\b"
)
_NEAR = 120  # characters: in the same sentence, or the next
_GOOD = Pattern(r"(?i)better|favou?r|improve")


def with_directions(endpoints: Sequence[Endpoint], sentences: Sequence[Sentence]) -> list[Endpoint]:
    """Endpoints with `better` from such a statement: of the endpoint it names, or the last one set out before it."""
    out = list(endpoints)
    words = [frozenset(w.lower() for w in re.findall(r"[\w-]{3,}", e.label)) for e in out]
    for sentence in sentences:
        for match in _SAYS.finditer(sentence.text):
            place = _meant(out, words, match.group("x"), sentence.start + match.start())
            if place is not None and not out[place].better:
                why = Because(rule="read.grammar.directions", of=out[place].because.of, formula=match.group())
                out[place] = out[place].model_copy(update={"better": _direction(match), "because": why})
    return out


def _direction(match: re.Match[str]) -> Literal["higher", "lower"]:
    lower, good = match.group("end").lower() == "lower", bool(_GOOD.search(match.group("value")))
    return "lower" if lower == good else "higher"


def _meant(
    endpoints: Sequence[Endpoint], labels: Sequence[frozenset[str]], words: str, offset: int
) -> int | None:
    named = {w.lower() for w in re.findall(r"[A-Za-z][\w-]{2,}", words)} - {
        "values",
        "value",
        "scores",
        "score",
    }
    if named:
        fits = [i for i, label in enumerate(labels) if named & label]
        return fits[0] if len(fits) == 1 else None
    before = [i for i, e in enumerate(endpoints) if e.quote.start < offset and offset - e.quote.end < _NEAR]
    return max(before, key=lambda i: endpoints[i].quote.start, default=None)
