"""What a document tests against a margin, as for non-inferiority: the outcomes and sentences that it speaks of so, and no others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.check.evidence.exposed import own_sentences, says
from trialwright.check.evidence.outcome_names import may_name
from trialwright.model.result import Reading
from trialwright.model.trial import Endpoint

# A registry's field beside another answer ("Non-inferiority type: Superiority") says that there is no margin.
_NO_MARGIN = re.compile(r"(?i)non.?inferiority type: (?:superiority|other)")
_NAMED = (
    r"\bnon[- ]?inferior(?!ity type: (?:superiority|other))|\bnot inferior\b|\bequivalence\b|\bbio-?equivalen"
)
# Beside a number. Not "margins" alone, which surgeons leave.
_BESIDE = re.compile(
    r"(?i)\b(?:non[- ]?|not |was |were )inferior\b|inferiority|\binferior to\b|equivalen|\bmargin (?:of \d|was\b|is\b)|\b(?:met|within|cross\w*|exceed\w*|specified|defined|below|above) (?:\w+ ){0,2}margin\b"
)
# In what there is a margin: "noninferior in blood loss", not "in women with asthma"; and what was noninferior: "blood loss was".
_IN = re.compile(
    r"(?i)(?:inferior(?:ity)?|equivalence)(?: margin)?(?: to [^.;,()\d]{2,40}?)? (?:in|for|on|of|regarding|as to|with (?:respect|regard) to|in terms of)"
    r" (?!(?:(?:an?|the|this|these|those|all|our|both) )?(?:\w+ )?(?:patients|people|women|men|adults|children|infants|trial|study|groups?)\b)"
    r"(?P<x>[^.;,()\d]{3,60}?)(?=\s(?:was|were|is|are|within|with|by|to|and|at)\b|[.;,()\d]|$)"
)
_WAS = re.compile(
    r"(?i)(?:^|[.;,] )(?P<x>[^.;,()\d]{3,60}?) (?:was|were|is|are) (?:\w+ )?(?:non[- ]?|not )inferior"
)


def speaks_of_margin(text: str) -> bool:
    """Whether words around a number set it against a margin."""
    return _BESIDE.search(_NO_MARGIN.sub("", text)) is not None


def against_margin(reading: Reading, outcome: str, said: str) -> bool:
    """Whether what is said of an outcome is, or may be, of a test against a margin. said : its own words or sentence.

    It is where those speak of one, or a sentence on a margin names the outcome. A sentence that names no outcome is of the trial
    at large: of its primary outcome, of all where none is read. An outcome without a name may be any.
    """
    if re.search(_NAMED, said, re.IGNORECASE):
        return True
    if says(reading, _NAMED) is None:
        return False
    mine = may_name(reading, outcome)
    told = [s for s in own_sentences(reading) if re.search(_NAMED, s, re.IGNORECASE)]
    named = [may_name(reading, label) for label in _outcomes(reading)]
    others = [names for names in named if names and not names & mine]
    return not mine or any(_is_of(reading, mine, s, others) for s in told)


def _is_of(reading: Reading, mine: frozenset[str], said: str, others: Sequence[frozenset[str]]) -> bool:
    """Whether a sentence on a margin is of the outcome."""
    told = may_name(reading, said)
    if mine & told:
        return True
    if any(names <= told for names in others) or _object(reading, said):
        return False
    primary = [may_name(reading, e.label) for e in _endpoints(reading) if e.role == "primary"]
    return not any(primary) or any(mine & names for names in primary)


def _object(reading: Reading, said: str) -> frozenset[str]:
    """The words of an outcome that a sentence calls noninferior, read elsewhere or not."""
    found = (m["x"] for pattern in (_IN, _WAS) for m in pattern.finditer(said))
    return frozenset[str]().union(*(may_name(reading, words) for words in found))


def _endpoints(reading: Reading) -> Sequence[Endpoint]:
    return reading.trial.endpoints if reading.trial is not None else ()


def _outcomes(reading: Reading) -> set[str]:
    """Every name of an outcome that was read."""
    told = (r.endpoint for r in reading.results), (c.about for c in reading.claims)
    return {*(e.label for e in _endpoints(reading)), *(label for labels in told for label in labels)} - {""}
