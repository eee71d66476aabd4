"""What became of an outcome, where that is what people are counted for: "cough resolved in 26 of 40", "pain was relieved in 12" are of those
without it, or with less."""

from __future__ import annotations

from trialwright.read.grammar.lexis import COUNT, NUM, PERCENT
from trialwright.read.grammar.mean_pairs import MEASURES
from trialwright.read.patterns import Pattern

# "Disease recurred in": what is said of it is the outcome
_DISEASE = Pattern(r"(?i)(?:the\s)?(?:disease|cancers?|tumou?rs?|growth|symptoms|pain)")
_CAME_BACK = Pattern(r"(?i)(?:recurred|persisted|resolved|disappeared|worsened|improved)\b")
_IN_SO_MANY = rf"(?=\s+(?:also\s)?(?:in|for)\s+(?:(?:only|about|nearly|almost|over|all)\s)?(?:\d|{COUNT}\b))"
# "Cough resolved in 26 of 40" tells of those without it, "the rash improved in 26" of those whose rash did
_GONE = Pattern(r"(?i)(?:resolved|disappeared|(?:improved|worsened)(?=\s(?:in|for)\s\d))\b")
_WENT = Pattern(
    rf"(?i)(?:(?:doubled|halved|increased|decreased|rose|fell|healed|closed|cleared|abated|ceased|subsided|remitted|regressed|normali[sz]ed){_IN_SO_MANY})(?!\w)"
)
RID = r"(?:relieved|controlled|cured|eradicated|prevented|avoided|abolished|eliminated|corrected|converted|cleared|healed|improved|reduced|decreased|lowered|lessened|halved|reversed|removed|suppressed|restored|closed|normali[sz]ed|absent|undetectable|negative|normal|worsened|increased|doubled|stopped|discontinued|withdrawn|interrupted)"
_WAS_RID = Pattern(
    rf"(?i)(?:was|were|is|are|became|has\sbeen|have\sbeen|had\sbeen)\s+(?P<x>(?:not\s)?(?:(?:completely|fully|adequately|successfully|partially|partly|wholly|at\sleast\shalf)\s)?{RID})(?:\s(?:because\sof|owing\sto|due\sto|for)\s[a-z -]{{3,40}}?)?{_IN_SO_MANY}"
)
# "zinc prevented cramps in 12": the object of the verb, before those who are counted
_DID_RID = Pattern(
    rf"(?i)(?P<x>relieved|controlled|cured|eradicated|prevented|abolished|eliminated|corrected|reduced|lowered|improved|decreased|raised|increased)\s(?:the\s)?(?P<y>(?!(?:the|by|in|from|to|and|it|them|this)\b)[a-z][a-z-]*(?:\s(?!(?:in|by|from|to|and|or|for|of)\b)[a-z][a-z-]*){{0,3}}){_IN_SO_MANY}"
)


_PRONOUN = Pattern(r"(?i)^(?:and|or|but|then|also)$|\b(?:it|they|this|these|which|that|all|both)$")
# what people are counted by: no p-value, and no length or weight
_PEOPLE = Pattern(rf"(?i){NUM}{PERCENT}|{COUNT}(?![\w.%])(?!\s?(?:{MEASURES})\b)")


def counts_people(text: str, start: int) -> bool:
    """Whether the number at `start` may count people."""
    return _PEOPLE.match(text, start) is not None


def fate(text: str, start: int, subject: str, of_people: bool) -> str:
    """What is counted, as a name, where the verb at `start` says what became of its subject; else "". of_people : whether the number
    that is asked about may count people."""
    if not subject or _PRONOUN.search(subject):
        return ""
    came = _CAME_BACK.match(text, start) if _DISEASE.fullmatch(subject) else None
    if came or (came := _GONE.match(text, start) or (_WENT.match(text, start) if of_people else None)):
        return f"{subject} {came.group()}"
    was = _WAS_RID.match(text, start) if of_people else None
    return f"{subject} {was['x'].removesuffix(' ')}" if was else ""


def object_fate(text: str, start: int) -> str:
    """ "cramps prevented" of "prevented cramps in 12": what the verb at `start` did to what stands behind it, where people are counted so."""
    did = _DID_RID.match(text, start)
    return f"{did['y']} {did['x']}" if did else ""
