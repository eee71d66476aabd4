"""Arms of a sentence that compares with other words than "A versus B": "the efficacy of A in X was compared with that of B"."""

from __future__ import annotations

from collections.abc import Iterator

from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_DOES = r"(?:efficacy|effects?|effectiveness|safety|tolerability|activity|toxicity|benefits?|value|role)"
_COMPARED = Pattern(
    rf"(?i)\b{_DOES}(?:\s(?:and|or)\s{_DOES})?\sof\s(?P<a>[^.;:(),]{{3,60}}?)\s(?:(?:in|on|for|as|during|after|given|when)\s[^.;:()]{{3,90}}?\s)?(?:was|were)\s(?:\w+ly\s)?compared\s(?:with|to)\s(?:that|those)\sof\s(?P<b>[^.;:(),]{{3,90}})"
)


_USING = Pattern(
    r"(?i)\b(?:using|by|with|treated with)\s(?P<a>[a-z][^.;:(),]{3,60}?)\s(?:and|with|to|versus|vs\.?)\s(?P<b>[a-z][^.;:()]{3,60})"
)


def compared_using(sentence: Sentence) -> Iterator[list[tuple[str, int, int]]]:
    """The two things of "a comparative study of pain after repair using A and B", with their places."""
    if "ompar" in sentence.text:
        for match in _USING.finditer(sentence.bare):
            yield [(match[g], match.start(g), match.end(g)) for g in ("a", "b")]


def compared_in_passive(sentence: Sentence) -> Iterator[list[tuple[str, int, int]]]:
    """The two things that are compared so, with their places."""
    if "compared" in sentence.bare:
        for match in _COMPARED.finditer(sentence.bare):
            yield [(match[g], match.start(g), match.end(g)) for g in ("a", "b")]
