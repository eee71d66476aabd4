"""Contrasts that are not of the arms, in a trial of two arms: of kinds of people, of what predicts an outcome, of two contrasts."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# What may stand for an arm that no name stands for
_TREATED = Pattern(
    r"(?i)\b(?:treat(?:ment|ed|ing)s?|therap(?:y|ies)|interventions?|drugs?|medications?|active|control(?:s|led)?|randomi[sz]\w+|assign\w+|allocat\w+|arms?|(?:both|two|treatment|study|patient)\sgroups?|use\sof|receiv\w+|it|they|this|which|that|these|supplement\w*|programmes?|programs?|operation|surgery|procedure|vaccin\w+|regimens?|combination|addition|former|latter|other|others)\b"
)
_PREDICTS = Pattern(
    r"(?i)\b(?:predict(?:or|ors|ive|ed|s)?|risk\sfactors?|prognostic|determinants?|covariates?|correlates)\b"
)
_ASSOCIATED = Pattern(r"(?i)\b(?:associated|correlated|linked)\s(?:with|to)\s")
# "HR 1.04 per year", "for each 10-unit increase": a measure of people is what is compared
_STEP = Pattern(
    r"(?i)\b(?:each|every|per)\s(?:(?:additional|further|one|two|five|ten|\d[\d.]*)[\s-])?(?:[\w/%µ]+[\s-]){0,3}?(?:increase|decrease|rise|increment|decline|decrement|change)\b|\bper\s(?:\d[\d.]*[\s-])?(?:units?|SD|standard\sdeviations?|decades?|points?|doubling|(?<!/)years?(?=[\s,;:)\]]+(?:9\d|of\sage|CI)))(?![\s-]*(?:at\srisk|person|patient))"
)
_OF_TWO = Pattern(
    r"(?i)\bratios?\sof\s(?:the\s)?(?:two\s)?(?:hazards?|odds|risk|rate|adjusted)[\s-](?:odds\s|hazard\s)?ratios?\b"
)
_INTERACTION = Pattern(r"(?i)\binteractions?\s(?:between|of|term|effect)\b[^;]{0,120}$")
_KIND = rf"(?:men|women|males?|females?|boys|girls|(?:(?:complete|early|late|partial)\s)?(?:non-?)?responders|(?:non-?|ex-?|never[\s-])?smokers|(?:non-?)?diabetics|(?:non-?)?survivors|(?:non-?)?adherent\s{PEOPLE}|(?:older|younger|obese|lean|non-?obese|black|white|asian|elderly|male|female)\s(?:ones|{PEOPLE})|(?:those|the\sones|{PEOPLE})\s(?:with|without|who|whose|aged|under|over|above|below|older|younger)\b)"
_AGAINST_KIND = Pattern(
    rf"(?i)\b(?:than|versus|vs\.?|compared\s(?:with|to)|relative\sto|as\sagainst)\s(?:(?:in|among|for|with)\s)?(?:the\s)?(?P<k>{_KIND})"
)
# "if pain went on at day 2, their odds of relapse rose (OR 2.1)": people are set against those in whom it did not
_CONDITION = Pattern(
    r"(?i)(?:^|[,;:]\s|\b(?:while|and|but|whereas)\s)(?P<c>(?:if|when)\s[^;()]{5,160}?)\b(?:their|the|its)\s(?:odds|risks?|hazards?|chances?)\sof\b[^.;()]{2,40}[(\[\s]*$"
)
_CLAUSE = Pattern(r"[;:]\s|,\s(?:and|but|while|whereas)\s|[)\]]\sand\s")
_GIVEN = Pattern(
    r"(?i)\b(?:given|giv(?:es?|ing)|takes?|taken|taking|took|us(?:ed|es?|ing)|done|offered|added|treat\w+|therap(?:y|ies)|receiv\w+|random\w+|assign\w+|allocat\w+|drugs?|supplement\w*|vaccin\w+|interventions?|operat\w+|surgery|procedures?)\b"
)
_NAME = 20  # characters that hold the name of a ratio
_REACH = 80  # characters behind what a contrast begins with that may say of what step it is


def is_of_no_arm(sentence: Sentence, mentions: Sequence[Mention], at: int | None) -> bool:
    """Whether the contrast that begins at a place compares other things than the arms, as far as the words about it say."""
    text = sentence.text
    place = len(text) if at is None else at
    if _OF_TWO.search(text, 0, place + _NAME) or _INTERACTION.search(text, 0, place):
        return True
    if _STEP.search(text, max(0, place - _REACH), min(len(text), place + _REACH)):
        return True
    held = _CONDITION.search(text, 0, place)
    if held and not _GIVEN.search(held["c"]):
        return True
    begin = max((m.end() for m in _CLAUSE.finditer(text, 0, place)), default=0)
    own = begin if any(begin <= m.start < place for m in mentions) else -1
    if own < 0 and _PREDICTS.search(text) and not _TREATED.search(text, begin, place):
        return True
    if own < 0 and _ASSOCIATED.search(text, begin, place) and not _TREATED.search(text, begin, place):
        return True
    return _sets_kinds(text, mentions, begin)


def _sets_kinds(text: str, mentions: Sequence[Mention], begin: int) -> bool:
    """Whether a clause sets kinds of people against one another, none of whom is said to be of an arm."""
    against = _AGAINST_KIND.search(text, begin)
    if against is None:
        return False
    stop = min((i for i in (text.find(c, against.end()) for c in "([;,") if i >= 0), default=len(text))
    named = any(against.start() <= m.start < stop for m in mentions)
    return not named and not _TREATED.search(text, against.start("k"), stop)
