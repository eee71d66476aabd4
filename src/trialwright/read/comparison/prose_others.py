"""Words beside two numbers that say that these are of something else than what is asked for, though they share its words:
of another grade, of another cause, of either of two outcomes, of one that did not differ."""

from __future__ import annotations

import re

from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.wording import stem, tokens
from trialwright.read.patterns import Pattern

# words of which one says what another does not: of people counted under one none is counted under the other
_GRADES = (
    (
        Pattern(r"(?i)\b(?:severe(?:ly)?|life-threatening)\b"),
        Pattern(r"(?i)\bmoderate(?:ly)?\b"),
        Pattern(r"(?i)\b(?:mild(?:ly)?|slight(?:ly)?|minimal(?:ly)?)\b"),
        Pattern(r"(?i)\bno(?=\s(?:pain|symptoms?|nausea|loss|disability|impairment)\b)"),
    ),
    (Pattern(r"(?i)\bmajor\b"), Pattern(r"(?i)\bminor\b")),
    (Pattern(r"(?i)\bcomplete(?:ly)?\b(?!\s?[(\[])"), Pattern(r"(?i)\bpartial(?:ly)?\b")),
    (
        Pattern(r"(?i)\bat least(?=\s(?:\w+\s)?(?:improved|better))"),
        Pattern(r"(?i)\b(?:very\s)?much(?=\s(?:improved|better))"),
        Pattern(r"(?i)\b(?:a little|minimally|slightly)(?=\s(?:improved|better))"),
    ),
    (
        Pattern(r"(?i)\bcompleters?\b|\bwho completed\b|\bper[- ]protocol\b|\bobserved cases?\b"),
        Pattern(
            r"(?i)\b(?:LOCF|ITT)\b|\blast observations? carried|\bintention[- ]to[- ]treat\b|\ball (?:who were )?randomi[sz]ed\b"
        ),
    ),
    (Pattern(r"(?i)\bclinical(?:ly)?\b"), Pattern(r"(?i)\b(?:micro|bacterio|para?sito)logical(?:ly)?\b")),
)
_JOINED = Pattern(
    r"(?i)[\s,]*(?:[a-z]+\s)?(?:to|or|and|/)[\s-]*"
)  # "moderate or severe", "moderate-to-severe"
_DEATH = Pattern(r"(?i)\b(?:deaths?|died|dead|mortality|fatal)\b")
_CAUSE = Pattern(
    r"(?i)\b(?:deaths?|died|dead|mortality)\s(?:was\s|were\s)?(?:of|from|due to|because of|attributed to|caused by)\s(?P<c>[^,;:.()\d]{3,60})"
)
_NO_CAUSE = Pattern(
    r"(?i)^\W*(?:the\s)?(?:all|any|every|other|unknown|whatever|patients|participants|those|people)\b"
)
_ANY_CAUSE = Pattern(r"(?i)\b(?:any|all)[\s-]?causes?\b|\boverall\b|\btotal\b")
_EITHER = Pattern(
    r"(?i)(?P<a>[a-z][a-z-]{2,})\s(?:and/)?or\s(?:an?\s|the\s|any\s)?(?!more\b|less\b|better\b|higher\b|greater\b|over\b|above\b|older\b|longer\b|fewer\b|equal\b|worse\b|without\b|not\b|later\b|younger\b|below\b|under\b)(?P<b>[a-z][a-z-]{2,})"
)
# "fewer coughs, but not fevers"
_NOT_SO = Pattern(
    r"(?i)(?:(?:,\s(?:but|and|though|although)\s|\s[(]?but\s)not\s(?:the\s|in\s)?(?P<w>[^,;:.()\d]{3,50}?)(?=[,;:.()])"
    r"|\bneither\s[^,;:.()\d]{3,60}?\snor\s[^,;:.()\d]{3,40}?\s(?=differed|was|were|did|had|occurred)"
    r"|\b(?:apart|aside)\sfrom\s[^,;:.()\d]{3,50},|\b(?:except(?:\sfor)?|other than)\s[^,;:.()\d]{3,50}(?=[,;:.()]))"
)
_DENYING = Pattern(r"(?i)\b(?:not|neither|apart|aside|except|other)\b")
_COMPOSITE = Pattern(
    r"(?i)\b(?:composite|combination|combined (?:end ?point|outcome)|aggregate)\s(?:of|was)\b"
)
_ADJECTIVE_CAUSE = Pattern(
    r"(?i)\b(?:cardiovascular|cardiac|cancer|sudden|vascular|coronary|tumou?r|sepsis|infectious|respiratory|treatment)[\s-](?:related\s|specific\s|associated\s)?(?:deaths?|mortality)\b"
)


def without_denied(words: str) -> str:
    """Words without those of an outcome of which they say that it was otherwise ("but not bleeding,")."""
    return _NOT_SO.sub(" ", words) if _DENYING.search(words) else words


def without_grades(words: str) -> str:
    """Words without those of a grade, which say nothing of what it is a grade of."""
    for grade in (g for family in _GRADES for g in family):
        words = grade.sub(" ", words)
    return words


def is_other(question: Question, words: str) -> bool:
    """Whether the words of two numbers, which share those of the question, are of something else all the same."""
    return (
        _is_other_grade(question.outcome, words)
        or _is_other_cause(question.outcome, words)
        or _is_either(question, words)
    )


def _is_other_grade(asked: str, told: str) -> bool:
    """Whether the last grades that are told are not those asked for, of any row of grades that the question names."""
    for family in _GRADES:
        wanted = {i for i, grade in enumerate(family) if grade.search(asked)}
        if not wanted:
            continue
        said = sorted((m.start(), m.end(), i) for i, grade in enumerate(family) for m in grade.finditer(told))
        if said and _last(told, said) != wanted:
            return True
    return False


def _last(told: str, said: list[tuple[int, int, int]]) -> set[int]:
    """The grade said last, with those that are joined to it."""
    start, _, grade = said[-1]
    out = {grade}
    for begin, end, other in reversed(said[:-1]):
        if not _JOINED.fullmatch(told, end, start):
            break
        out.add(other)
        start = begin
    return out


def _is_other_cause(asked: str, told: str) -> bool:
    """Whether deaths of a cause are told where those of any or of another cause are asked for."""
    if not _DEATH.search(asked):
        return False
    if _ANY_CAUSE.search(asked) and _ADJECTIVE_CAUSE.search(told):
        return True
    causes = [m["c"] for m in _CAUSE.finditer(told) if not _NO_CAUSE.match(m["c"])]
    if not causes:
        return False
    if _ANY_CAUSE.search(asked):
        return True
    of = tokens(_DEATH.sub(" ", asked))
    return bool(_CAUSE.search(asked)) and not of & tokens(causes[-1])


def _is_either(question: Question, words: str) -> bool:
    """Whether what is asked for and something else are counted as one ("death or stroke"), which the question does not say."""
    asked = question.outcome
    if _COMPOSITE.search(words) and not re.search(r"(?i)\b(?:or|and)\b|/|\bcomposite\b|\bcombined\b", asked):
        return True
    if not re.search(r"\bor\s", words) or re.search(
        r"(?i)\bor\b|/|\bcomposite\b|\bcombined\b", question.outcome
    ):
        return False
    arms = question.full[0] | question.full[1]
    for match in _EITHER.finditer(words):
        told = [stem(match[g].lower()) for g in ("a", "b")]
        if not set(told) & arms and (told[0] in question.telling) != (told[1] in question.telling):
            return True
    return False
